using Torghut.Bench;
using Torghut.Bench.Ta;
using Torghut.Bench.Ta.Streams;

return args switch
{
    ["serve", var directory] => await BenchClickHouse.ServeAsync(directory),
    ["serve", var directory, StreamsServer.Argument, var bootstrap] => await StreamsServer.ServeAsync(directory, bootstrap),
    ["serve", var directory, PipelineServer.Argument] => await PipelineServer.ServeAsync(directory),
    [PathBench.Argument, .. var rest] => await BenchArguments.RunAsync(rest, "Measures the way of a record in torghut-ta: read, decoded, made a row.",
        PathBench.RunAsync),
    _ => await BenchArguments.RunAsync(args, "Measures torghut-ta: the engine, its indicators, inserts into ClickHouse, and the service as a whole.",
        TaBench.RunAsync),
};
