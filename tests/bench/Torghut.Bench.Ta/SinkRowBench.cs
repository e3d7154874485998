using System.Buffers;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Bench.Ta;

/// <summary>
/// CPU time of a signal's row in the sink, from the topic's record to the request's body: straight from the bytes, against by way of the record.
/// </summary>
internal static class SinkRowBench
{
    private const string Peer = "the record decoded, then written";
    private const double TargetNanos = 60;
    private const int Rows = 10_000;

    public static async Task RunAsync(BenchArguments arguments, BenchReport report)
    {
        var registry = new FixedRegistry();
        var encoder = new RecordEncoder<Signal>(
            RecordCodecs.Signal, await registry.GetIdAsync(ContractSchemas.Subject(Topics.TaSignals), ContractSchemas.Signal));
        var output = new CollectingOutput();
        PipelineBench.Expect(Market.Make(40), output);
        var (key, values) = ("AIG"u8.ToArray(), Enumerable.Range(0, Rows).Select(i => encoder.Encode(output.Signals[i % output.Signals.Count])).ToArray());
        var table = SinkTable.Signals(Topics.TaSignals, registry, TimeProvider.System);
        var decoder = new RecordDecoder<Signal>(RecordCodecs.Signal, registry, TimeProvider.System);
        await decoder.DecodeAsync(values[0], CancellationToken.None);
        var (batch, body) = (new RowBatch(Topics.TaSignals), new ArrayBufferWriter<byte>());
        void Ours()
        {
            batch.Clear();
            for (var i = 0; i < values.Length; i++)
            {
                var record = new SinkRecord { Offset = i, HasKey = true, Key = key, HasValue = true, Value = values[i] };
                var position = new RecordPosition(Topics.TaSignals, 0, i);
                var start = batch.Rows.WrittenCount;
                if (table.Append(record.Value, position, batch.Rows, out var eventTs, CancellationToken.None) is { } refused)
                {
                    throw new OutputsDifferException(refused);
                }

                var row = new BatchRow(start, batch.Rows.WrittenCount - start, eventTs / 86_400_000_000_000, position, batch.Records.Add(record));
                batch.Added(row, TimeProvider.System);
            }
        }

        void Theirs()
        {
            body.ResetWrittenCount();
            for (var i = 0; i < values.Length; i++)
            {
                var signal = decoder.Decode(values[i]).Value;
                var writer = new RowBinaryWriter(body);
                SignalRow.Write(signal, writer);
                RowOrigin.Write(new RecordPosition(Topics.TaSignals, 0, i), signal.Lineage, writer);
            }
        }

        Ours();
        Theirs();
        if (!batch.Rows.WrittenSpan.SequenceEqual(body.WrittenSpan))
        {
            throw new OutputsDifferException("The bodies of the two inserts differ.");
        }

        report.Equal("bytes of an insert's body: the row from the bytes and the row by way of the record", body.WrittenCount);
        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Task.FromResult(Measure.Pass(values.Length, Ours)), () => Task.FromResult(Measure.Pass(values.Length, Theirs)));
        await Rounds(arguments.Pick(15, 2));
        var sets = await Rounds(arguments.Pick(25, 2));
        report.Add(new BenchResult("sink_row", sets[0].CpuNanos, "ns/row")
        {
            Spread = sets[0].Spread,
            Best = sets[0].BestCpuNanos,
            Note = "offsets, days and the record's bytes for a dead letter are kept as well, which the peer does not",
        }.Against(Peer, sets[1].CpuNanos).AtMost(TargetNanos));
        report.Add(new BenchResult("sink_row_allocated", sets[0].AllocatedBytes, "B/row").AtMost(1));
    }
}
