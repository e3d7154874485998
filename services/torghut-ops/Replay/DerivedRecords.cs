using System.Globalization;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;

namespace Torghut.Ops.Replay;

/// <summary>Records of the derived topics as the rows that they become, each counted once, by symbol and day of the first run.</summary>
internal sealed class DerivedRecords(
    IReadOnlyList<DayDigest> before, DateTimeOffset from, DateTimeOffset to, ISchemaSource schemas, TimeProvider clock)
{
    private readonly Dictionary<(string Table, string Symbol, string Day), long> _lastMs = before.ToDictionary(day => day.Key, day => day.LastMs);
    private readonly Dictionary<(string Table, string Symbol, string Day), HashSet<(long Ms, long Seq)>> _rows = [];
    private readonly RecordDecoder<Microbar> _microbars = new(RecordCodecs.Microbar, schemas, clock);
    private readonly RecordDecoder<Signal> _signals = new(RecordCodecs.Signal, schemas, clock);

    /// <summary>Records that are none of their topic.</summary>
    public long Undecoded { get; private set; }

    public async Task AddAsync(string topic, byte[] value, CancellationToken cancellationToken)
    {
        if (topic == Topics.TaMicrobars)
        {
            var read = await _microbars.DecodeAsync(value, cancellationToken);
            Add(DerivedTables.Microbars, read.Failure, read.Value.Envelope);
        }
        else
        {
            var read = await _signals.DecodeAsync(value, cancellationToken);
            Add(DerivedTables.Signals, read.Failure, read.Value.Envelope);
        }
    }

    /// <summary>How many rows of each day they become.</summary>
    public IReadOnlyDictionary<(string Table, string Symbol, string Day), long> Rows() =>
        _rows.ToDictionary(day => day.Key, day => (long)day.Value.Count);

    private void Add(string table, DecodeFailure failure, Envelope envelope)
    {
        if (failure != DecodeFailure.None)
        {
            Undecoded++;
            return;
        }

        var ms = envelope.EventTs / Nanos.PerMillisecond;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        var key = (table, envelope.Symbol, time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (time >= from && time <= to && _lastMs.TryGetValue(key, out var last) && ms <= last)
        {
            (_rows.TryGetValue(key, out var rows) ? rows : _rows[key] = []).Add((ms, envelope.Seq));
        }
    }
}
