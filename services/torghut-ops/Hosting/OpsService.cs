using Torghut.Common.Hosting;
using Torghut.Ops.Http;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Hosting;

/// <summary>The service as <see cref="ServiceHost"/> runs it.</summary>
internal static class OpsService
{
    public static ServiceDefinition Definition { get; } = new()
    {
        Name = "torghut-ops",
        Summary = "snapshots of the whole system, its verdict, and the symbol universe",
        OptionTypes = [typeof(OpsOptions), .. SnapshotCommand.OptionTypes],
        Ports = options => [options.Get<OpsOptions>().Port],
        ConfigureServices = Registration.Add,
        MapEndpoints = endpoints =>
        {
            endpoints.MapSymbols();
            endpoints.MapSnapshots();
        },
        Commands = [SnapshotCommand.Command],
    };
}
