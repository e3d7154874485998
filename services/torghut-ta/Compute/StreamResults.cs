using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Compute;

/// <summary>Results as one stream of microbars and signals in the order of event time, for <c>torghut-trading backtest</c>.</summary>
/// <param name="stream">Closed with the results.</param>
internal sealed class StreamResults(Stream stream) : IResultFiles
{
    private readonly DerivedStreamWriter _writer = new(stream);

    public long Microbars { get; private set; }

    public long Signals { get; private set; }

    public void OnMicrobar(in Microbar bar)
    {
        _writer.Append(bar);
        Microbars++;
    }

    public void OnSignal(in Signal signal)
    {
        _writer.Append(signal);
        Signals++;
    }

    public void Dispose() => _writer.Dispose();
}
