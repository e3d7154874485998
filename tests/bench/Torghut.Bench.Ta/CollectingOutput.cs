using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Bench.Ta;

/// <summary>Keeps what the engine derives.</summary>
internal sealed class CollectingOutput : IEngineOutput
{
    public List<Microbar> Bars { get; } = [];

    public List<Signal> Signals { get; } = [];

    public void OnMicrobar(in Microbar bar) => Bars.Add(bar);

    public void OnSignal(in Signal signal) => Signals.Add(signal);
}
