// Every test has a database, tables, a broker and a service of its own, and waits for them more than it computes.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
