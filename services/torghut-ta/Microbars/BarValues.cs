namespace Torghut.Ta.Microbars;

/// <summary>The numbers of one microbar and the inputs they came from.</summary>
/// <param name="EndSecond">End of the window, epoch seconds.</param>
/// <param name="Vwap">NaN when the trades that may set high and low have no size.</param>
/// <param name="Count">Trades that add volume.</param>
/// <param name="IngestTs">Largest ingest time among the inputs, nanoseconds.</param>
internal readonly record struct BarValues(
    long EndSecond,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double Vwap,
    long Count,
    long IngestTs,
    long FirstOffset,
    long LastOffset);
