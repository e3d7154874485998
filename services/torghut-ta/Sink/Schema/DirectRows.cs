namespace Torghut.Ta.Sink.Schema;

/// <summary>
/// Rows of both tables straight from the bytes of their records, which have the columns in nearly the same order: no record is built, no string made. What
/// is not quite ordinary (another writer's schema, letters that are not ASCII, a value that no column takes) is left to <see cref="MicrobarRow"/> and
/// <see cref="SignalRow"/>, which also say what is wrong.
/// </summary>
internal static class DirectRows
{
    private const int Macd = 3;
    private const int Ema = 2;
    private const int Bollinger = 3;
    private const int Vwap = 2;
    private const int Imbalance = 5;

    public static bool Microbar(ref RowTranscoder transcoder, ReadOnlySpan<byte> topic, in RecordPosition position, out long eventTs)
    {
        transcoder.Head(out eventTs);
        for (var i = 0; i < 5; i++)
        {
            transcoder.Number();
        }

        transcoder.OptionalNumber();
        transcoder.Count();
        transcoder.Origin(topic, position);
        return transcoder.IsWhole;
    }

    public static bool Signal(ref RowTranscoder transcoder, ReadOnlySpan<byte> topic, in RecordPosition position, out long eventTs)
    {
        transcoder.Head(out eventTs);
        transcoder.Group(Macd);
        transcoder.Group(Ema);
        transcoder.OptionalNumber();
        transcoder.Group(Bollinger);
        transcoder.GroupOfOptional(Vwap);
        transcoder.GroupOfOptional(Imbalance);
        transcoder.OptionalNumber();
        transcoder.OptionalString();
        transcoder.Origin(topic, position);
        return transcoder.IsWhole;
    }
}
