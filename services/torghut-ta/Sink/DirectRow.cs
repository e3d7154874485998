using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Sink;

/// <summary>Writes a row from a record's bytes.</summary>
/// <param name="topic">The value of the column that names the topic, as <see cref="RowTranscoder.StringColumn"/> makes it.</param>
/// <param name="eventTs">The row's time, nanoseconds.</param>
/// <returns>Whether the row is whole; else nothing of it counts.</returns>
internal delegate bool DirectRow(ref RowTranscoder transcoder, ReadOnlySpan<byte> topic, in RecordPosition position, out long eventTs);
