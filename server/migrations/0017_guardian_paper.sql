-- The paper on which a guardian agreed, as JSON: who signed it, on which day, where it is kept. Empty: they agreed by mail, or nobody had to.
ALTER TABLE account ADD COLUMN guardian_paper TEXT NOT NULL DEFAULT '';
