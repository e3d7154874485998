// Every test has a broker, a registry and services of its own, and waits for them more than it computes.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
