using Torghut.Common.Configuration;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class Registration
{
    public static void Add(IServiceCollection services, OptionSet options) => services.AddSymbols().AddSnapshots();
}
