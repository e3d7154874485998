using Torghut.Bench;
using Torghut.Bench.Ta;

return args switch
{
    ["serve", var directory] => await BenchClickHouse.ServeAsync(directory),
    ["serve", var directory, PipelineServer.Argument] => await PipelineServer.ServeAsync(directory),
    _ => await BenchArguments.RunAsync(args, "Measures torghut-ta: the engine, its indicators, inserts into ClickHouse, and the service as a whole.", TaBench.RunAsync),
};
