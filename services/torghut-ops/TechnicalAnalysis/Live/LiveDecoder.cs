using System.Buffers;
using System.Text.Json;
using Confluent.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>Makes records of the log into rows of a chart, with the columns of <see cref="Series"/>. For one reader, as its decoders are.</summary>
internal sealed class LiveDecoder(ISchemaSource schemas, TimeProvider time)
{
    private readonly RecordDecoder<Microbar> _bars = new(RecordCodecs.Microbar, schemas, time);
    private readonly RecordDecoder<Signal> _signals = new(RecordCodecs.Signal, schemas, time);

    /// <returns>Null for a record that cannot be decoded.</returns>
    /// <exception cref="SchemaSourceException">The registry could not answer, which says nothing about the record.</exception>
    public async ValueTask<LiveRecord?> DecodeAsync(ConsumeResult<byte[]?, byte[]?> record, CancellationToken cancellationToken)
    {
        var topic = Array.FindIndex(LiveTopic.All, known => known.Name == record.Topic);
        if (LiveTopic.All[topic] == LiveTopic.Bars)
        {
            var bar = await _bars.DecodeAsync(record.Message.Value, cancellationToken);
            return bar.IsSuccess ? Of(record, topic, bar.Value.Envelope, RowOf(bar.Value)) : null;
        }

        var signal = await _signals.DecodeAsync(record.Message.Value, cancellationToken);
        return signal.IsSuccess ? Of(record, topic, signal.Value.Envelope, RowOf(signal.Value)) : null;
    }

    private static LiveRecord Of(ConsumeResult<byte[]?, byte[]?> record, int topic, in Envelope envelope, double[] row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("symbol", envelope.Symbol);
        json.WritePropertyName("row");
        SeriesRow.Write(json, row);
        json.WriteStartObject("source");
        json.WriteString("topic", record.Topic);
        json.WriteNumber("partition", record.Partition.Value);
        json.WriteNumber("offset", record.Offset.Value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return new LiveRecord(topic, record.Partition.Value, record.Offset.Value, envelope.Symbol, buffer.WrittenMemory);
    }

    private static double[] RowOf(in Microbar bar) =>
        [bar.Envelope.Seq, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Vwap ?? double.NaN, bar.Count];

    private static double[] RowOf(in Signal signal) =>
    [
        signal.Envelope.Seq, Or(signal.Macd?.Value), Or(signal.Macd?.Signal), Or(signal.Macd?.Histogram), Or(signal.Ema?.Ema12), Or(signal.Ema?.Ema26),
        Or(signal.Rsi14), Or(signal.Bollinger?.Middle), Or(signal.Bollinger?.Upper), Or(signal.Bollinger?.Lower), Or(signal.Vwap?.Session),
        Or(signal.Vwap?.Window5m), Or(signal.Imbalance?.Spread), Or(signal.Imbalance?.BidPrice), Or(signal.Imbalance?.AskPrice),
        Or(signal.Imbalance?.BidSize), Or(signal.Imbalance?.AskSize), Or(signal.RealizedVolatility),
    ];

    private static double Or(double? value) => value ?? double.NaN;
}
