using System.Buffers;
using System.Globalization;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Sink;

/// <summary>A derived topic and the table it fills.</summary>
internal abstract class SinkTable(string topic, string table, IReadOnlyList<string> columns)
{
    public string Topic => topic;

    public string Table => table;

    public IReadOnlyList<string> Columns => columns;

    /// <summary>Appends a record's row; null, or why the record cannot be stored.</summary>
    /// <param name="eventTs">The row's time, nanoseconds; 0 when there is none.</param>
    /// <exception cref="SchemaSourceException">The registry could not say what the record's schema is.</exception>
    public abstract string? Append(
        ReadOnlySpan<byte> framed, in RecordPosition position, IBufferWriter<byte> rows, out long eventTs, CancellationToken cancellationToken);

    public static SinkTable Microbars(string topic, ISchemaSource registry, TimeProvider time) => new SinkTable<Microbar>(
        topic,
        DerivedTables.Microbars,
        bar => bar.Envelope,
        [.. TaColumns.MicrobarNames, .. TaColumns.OriginNames],
        new RecordDecoder<Microbar>(RecordCodecs.Microbar, registry, time),
        static (in Microbar bar, in RecordPosition position, RowBinaryWriter writer) =>
        {
            MicrobarRow.Write(bar, writer);
            RowOrigin.Write(position, bar.Lineage, writer);
        },
        DirectRows.Microbar);

    public static SinkTable Signals(string topic, ISchemaSource registry, TimeProvider time) => new SinkTable<Signal>(
        topic,
        DerivedTables.Signals,
        signal => signal.Envelope,
        [.. TaColumns.SignalNames, .. TaColumns.OriginNames],
        new RecordDecoder<Signal>(RecordCodecs.Signal, registry, time),
        static (in Signal signal, in RecordPosition position, RowBinaryWriter writer) =>
        {
            SignalRow.Write(signal, writer);
            RowOrigin.Write(position, signal.Lineage, writer);
        },
        DirectRows.Signal);
}

/// <summary>The table of one record type.</summary>
/// <param name="direct">Writes the row from the record's bytes where that is possible; what it leaves alone is decoded and written.</param>
internal sealed class SinkTable<T>(
    string topic, string table, Func<T, Envelope> headOf, IReadOnlyList<string> columns, RecordDecoder<T> decoder, RowWrite<T> write, DirectRow direct)
    : SinkTable(topic, table, columns)
    where T : struct
{
    private readonly ArrayBufferWriter<byte> _row = new(512);
    private readonly byte[] _topicColumn = RowTranscoder.StringColumn(topic);

    public override string? Append(
        ReadOnlySpan<byte> framed, in RecordPosition position, IBufferWriter<byte> rows, out long eventTs, CancellationToken cancellationToken)
    {
        if (framed.Length > MarketDataBounds.MaxRecordBytes)
        {
            eventTs = 0;
            return string.Create(CultureInfo.InvariantCulture, $"{RefusalReasons.TooLong}: the record has more than {MarketDataBounds.MaxRecordBytes} bytes");
        }

        if (decoder.TryGetDatum(framed, out var datum))
        {
            var transcoder = new RowTranscoder(datum, rows.GetSpan(RowTranscoder.RoomFor(datum, _topicColumn)));
            if (direct(ref transcoder, _topicColumn, position, out eventTs))
            {
                rows.Advance(transcoder.Written);
                return null;
            }
        }

        eventTs = 0;
        var result = decoder.Decode(framed);
        if (result.Failure == DecodeFailure.SchemaNotLoaded)
        {
            decoder.LoadSchemaAsync(result.SchemaId, cancellationToken).GetAwaiter().GetResult();
            result = decoder.Decode(framed);
        }

        if (!result.IsSuccess)
        {
            return result.Reason;
        }

        var head = headOf(result.Value);
        if (!SymbolGrammar.IsValid(head.Symbol))
        {
            return $"{RefusalReasons.BadSymbol}: none of the {SymbolGrammar.Expected}";
        }

        _row.ResetWrittenCount();
        try
        {
            // Apart first: a row that turns out not to be storable must not leave half of itself in the batch.
            write(result.Value, position, new RowBinaryWriter(_row));
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            return "not_storable: " + exception.Message;
        }

        eventTs = head.EventTs;
        rows.Write(_row.WrittenSpan);
        return null;
    }
}
