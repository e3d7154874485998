using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Runtime;
using Torghut.Ta.Tests.Engine;

namespace Torghut.Ta.Tests.Fuzz;

/// <summary>
/// A valid stream of a partition, as bytes, and the same stream with some of its records spoilt. Records come at most 1.5 s late of two that are
/// allowed, and are received within 50 ms.
/// </summary>
internal sealed class FuzzStream
{
    private const long Disorder = 1_500_000_000;

    /// <summary>Records, at twenty milliseconds each on the average.</summary>
    private const int Near = 8;

    // No bit flipped in one of the names makes another of them.
    private static readonly string[] Names = ["AAAA", "BBBB", "CCCC", "DDDD", "EEEE", "FFFF", "GGGG", "HHHH"];
    private static readonly string[] Conditions = ["@", "@", "@", "F", "I", "T", "Z", "P"];

    private readonly Random _random;
    private readonly RecordEncoder<Trade> _trades = new(RecordCodecs.Trade, FixedSchemas.Trade);
    private readonly RecordEncoder<Quote> _quotes = new(RecordCodecs.Quote, FixedSchemas.Quote);

    public FuzzStream(int seed, int records)
    {
        _random = new Random(seed);
        Victims = Names.Take(1 + _random.Next(4)).ToHashSet();
        Clean = Make(records);
        Spoilt = Spoil(records / 100);
    }

    /// <summary>Symbols whose records were spoilt; of the others nothing may change.</summary>
    public IReadOnlySet<string> Victims { get; }

    public IReadOnlyList<FuzzRecord> Clean { get; }

    public IReadOnlyList<FuzzRecord> Spoilt { get; }

    private List<FuzzRecord> Make(int records)
    {
        var span = records * 20_000_000L;
        var times = Enumerable.Range(0, records).Select(_ => Scenario.Start + _random.NextInt64(span)).OrderBy(ts => ts + _random.NextInt64(Disorder)).ToList();
        var (tradeOffset, quoteOffset) = (0L, 0L);
        return [.. times.Select(ts => _random.Next(2) == 0 ? Trade(ts, tradeOffset++) : Quote(ts, quoteOffset++))];
    }

    private FuzzRecord Trade(long ts, long offset)
    {
        var symbol = Names[_random.Next(Names.Length)];
        var trade = new Trade(
            Head(Channels.Trades, symbol, ts, offset), 1_000 + offset, Math.Round(100 + _random.NextDouble(), 2), _random.Next(1, 500), "V",
            [Conditions[_random.Next(Conditions.Length)]], "C");
        return new FuzzRecord(InputKind.Trade, offset, symbol, _trades.Encode(trade));
    }

    private FuzzRecord Quote(long ts, long offset)
    {
        var symbol = Names[_random.Next(Names.Length)];
        var bid = Math.Round(100 + _random.NextDouble(), 2);
        return new FuzzRecord(InputKind.Quote, offset, symbol, _quotes.Encode(
            new Quote(Head(Channels.Quotes, symbol, ts, offset), bid, _random.Next(1, 9), "V", bid + 0.02, _random.Next(1, 9), "V", ["R"], "C")));
    }

    private Envelope Head(string channel, string symbol, long ts, long seq) =>
        new(ts + _random.Next(50_000_000), ts, "sip", channel, symbol, seq, true, Sources.WebSocket, null);

    private List<FuzzRecord> Spoil(int count)
    {
        var spoilt = new List<FuzzRecord>(Clean);
        var candidates = Enumerable.Range(0, spoilt.Count).Where(i => Victims.Contains(spoilt[i].Symbol)).ToArray();
        var mutation = new RecordMutation(_random);
        var touched = new HashSet<int>();
        for (; count > 0; count--)
        {
            var place = _random.Next(candidates.Length);
            if (!touched.Add(candidates[place]))
            {
                // Spoilt twice it could say of both of its times that they lie ahead.
                continue;
            }

            var (index, record) = (candidates[place], spoilt[candidates[place]]);
            switch (_random.Next(10))
            {
                case 0:
                    Exchange(spoilt, index, candidates[Math.Max(0, place - _random.Next(5))]);
                    break;
                case 1:
                    // Late by anything, and once too often.
                    var earlier = spoilt[candidates[_random.Next(place + 1)]];
                    spoilt[index] = earlier.Kind == record.Kind ? record with { Value = earlier.Value } : record;
                    break;
                default:
                    spoilt[index] = record with { Value = mutation.Of(record) };
                    break;
            }
        }

        return spoilt;
    }

    /// <summary>Two records of the same log that are close to each other change places: nobody hands on what he has not received yet.</summary>
    private static void Exchange(List<FuzzRecord> records, int one, int other)
    {
        var (first, second) = (records[one], records[other]);
        if (first.Kind == second.Kind && one - other < Near)
        {
            (records[one], records[other]) = (first with { Value = second.Value }, second with { Value = first.Value });
        }
    }
}
