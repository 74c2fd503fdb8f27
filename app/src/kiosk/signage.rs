//! What a screen at rest and a wall screen show: from the catalogue, the place and the moment to a row of slides.
