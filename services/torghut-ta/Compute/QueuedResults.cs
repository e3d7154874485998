using Torghut.Contracts.Records;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Results of one set that wait for those of others. They are few: a set is read on only until it has one.</summary>
internal sealed class QueuedResults : IEngineOutput
{
    public Queue<Microbar> Microbars { get; } = new();

    public Queue<Signal> Signals { get; } = new();

    public void OnMicrobar(in Microbar bar) => Microbars.Enqueue(bar);

    public void OnSignal(in Signal signal) => Signals.Enqueue(signal);
}
