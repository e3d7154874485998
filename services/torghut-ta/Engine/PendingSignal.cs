using Torghut.Ta.Indicators;

namespace Torghut.Ta.Engine;

/// <summary>Indicators of a closed window that still lack their quote.</summary>
/// <param name="EndSecond">Window end, epoch seconds.</param>
/// <param name="IngestTs">Largest ingest time among the window's trades.</param>
/// <param name="Early">Hash of the signal that idleness already sent; 0 when none was.</param>
internal record struct PendingSignal(
    long EndSecond,
    long IngestTs,
    long FirstOffset,
    long LastOffset,
    ulong Early,
    IndicatorValues Values);
