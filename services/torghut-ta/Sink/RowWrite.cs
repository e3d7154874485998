using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Sink;

/// <summary>Writes one record as a row.</summary>
internal delegate void RowWrite<T>(in T record, in RecordPosition position, RowBinaryWriter writer)
    where T : struct;
