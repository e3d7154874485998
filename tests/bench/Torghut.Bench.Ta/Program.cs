using Torghut.Bench;
using Torghut.Bench.Ta;

return args is ["serve", var directory]
    ? await BenchClickHouse.ServeAsync(directory)
    : await BenchArguments.RunAsync(args, "Measures torghut-ta: the engine, its indicators, and inserts into ClickHouse.", TaBench.RunAsync);
