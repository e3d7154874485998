using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Tests.Support;

namespace Torghut.Ta.Tests.Sink;

/// <summary>Microbars as the topic holds them.</summary>
internal static class SinkBars
{
    private static readonly RecordEncoder<Microbar> Encoder = new(RecordCodecs.Microbar, ContractRegistry.IdOf(RecordKind.Microbar));

    /// <param name="second">End of the bar's window, epoch seconds.</param>
    public static byte[] Encode(long second)
    {
        var end = second * Nanos.PerSecond;
        var head = new Envelope(end, end, "iex", Channels.Microbars, "AIG", second, true, Sources.TechnicalAnalysis,
            new Window("PT1S", "PT1S", end - Nanos.PerSecond, end));
        return Encoder.Encode(new Microbar(head, 100, 102, 99.5, 101, 300, null, 4, null));
    }
}
