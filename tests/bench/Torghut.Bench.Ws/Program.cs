using Torghut.Bench;
using Torghut.Bench.Ws;

return args is ["serve", var directory]
    ? await BenchBroker.ServeAsync(directory)
    : await BenchArguments.RunAsync(args, "Measures torghut-ws: frames into records, producing, and the way from a frame to its acknowledgement.",
    WsBench.RunAsync);
