using System.Globalization;
using System.Text;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.Tests.Parsing;

/// <summary>
/// Hostile bytes: nothing is thrown, nothing outside the frame is read, nothing non-finite comes out. TORGHUT_FUZZ_CASES sets another number
/// of cases, TORGHUT_FUZZ_SEED another first one; a failure names the seed, and a seed that once failed is added to the list of
/// <see cref="Parse_KeptSeed_Holds"/>.
/// </summary>
public sealed class FuzzTests
{
    private const int GuardedPages = 16;
    private const int FirstSeed = 20_260_406;

    private static readonly byte[][] Frames = [.. SampleFrames.All.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Tokens = [.. new[]
    {
        "NaN", "-1", "1e999", "-0", "null", "[", "]", "{", "}", "\"", "\\", "\\u", "\\ud800", ",", ":", "0x1", "\u0000", "é", "99999999999999999999", "[[[[",
    }.Select(Encoding.UTF8.GetBytes)];

    [TestCase(200_000)]
    [TestCase(2_000_000, Category = "Long")]
    public void Parse_MutatedAndRandomFrames_NeverThrowsNorInvents(int defaultCases)
    {
        var cases = Setting("TORGHUT_FUZZ_CASES", defaultCases);
        var first = Setting("TORGHUT_FUZZ_SEED", FirstSeed);
        using var memory = new GuardedMemory(GuardedPages);
        for (var number = 0; number < cases; number++)
        {
            Check(unchecked(first + number), memory);
        }
    }

    [Test]
    public void GuardedMemory_OneByteTooFar_IsForbidden()
    {
        using var memory = new GuardedMemory(1);

        Assert.That(new[] { memory.Before, memory.After }.Select(Access), Is.EqualTo(new[] { "---p", "---p" }));
        Assert.That(new[] { memory.Before + 1, memory.After - 1 }.Select(Access), Is.EqualTo(new[] { "rw-p", "rw-p" }));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Parse_KeptSeed_Holds(int seed)
    {
        using var memory = new GuardedMemory(GuardedPages);
        Check(seed, memory);
    }

    /// <summary>What the kernel allows at an address of this process.</summary>
    private static string Access(nint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var words = line.Split(' ');
            var ends = words[0].Split('-').Select(text => nint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
            if (address >= ends[0] && address < ends[1])
            {
                return words[1];
            }
        }

        return "unmapped";
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static void Check(int seed, GuardedMemory memory)
    {
        var random = new Random(seed);
        var frame = random.Next(8) == 0 ? Noise(random) : Mutate(random, Frames[random.Next(Frames.Length)]);

        var handler = new CheckingHandler();
        try
        {
            new MarketDataFrameParser().Parse(seed % 2 == 0 ? memory.AtEnd(frame) : memory.AtStart(frame), handler);
        }
        catch (Exception exception)
        {
            throw new AssertionException($"Seed {seed} threw on {Convert.ToBase64String(frame)}", exception);
        }

        Assert.That(handler.Bad, Is.Null, $"Seed {seed} on {Convert.ToBase64String(frame)}");
        Assert.That(handler.RejectedBytes, Is.LessThanOrEqualTo(frame.Length), $"Seed {seed}");
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(Random random, byte[] frame)
    {
        var bytes = new List<byte>(frame);
        for (var count = 1 + random.Next(4); count > 0 && bytes.Count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(40)))); break;
                default: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(10))); break;
            }
        }

        return [.. bytes];
    }

    private sealed class CheckingHandler : IMarketDataHandler
    {
        public string? Bad { get; private set; }

        public long RejectedBytes { get; private set; }

        public void OnTrade(in TradeMessage trade) => Require(trade.Symbol, trade.TimestampNanos, trade.Price, trade.Size);

        public void OnQuote(in QuoteMessage quote) =>
            Require(quote.Symbol, quote.TimestampNanos, quote.BidPrice, quote.BidSize, quote.AskPrice, quote.AskSize);

        public void OnBar(in BarMessage bar) =>
            Require(bar.Symbol, bar.TimestampNanos, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Vwap ?? 0);

        public void OnCorrection(in CorrectionMessage correction) => Require(
            correction.Symbol, correction.TimestampNanos, correction.OriginalPrice, correction.OriginalSize, correction.CorrectedPrice,
            correction.CorrectedSize);

        public void OnCancel(in CancelMessage cancel) => Require(cancel.Symbol, cancel.TimestampNanos, cancel.Price, cancel.Size);

        public void OnStatus(in StatusMessage status) => Require(status.Symbol, status.TimestampNanos);

        public void OnLuld(in LuldMessage luld) => Require(luld.Symbol, luld.TimestampNanos, luld.LimitUp, luld.LimitDown);

        public void OnControl(ControlMessage control)
        {
            if (control.Kind == ControlKind.Subscription && control.Subscriptions is null)
            {
                Bad = "an acknowledgement without subscriptions";
            }
        }

        public void OnRejected(RejectReason reason, ReadOnlySpan<byte> message)
        {
            RejectedBytes += message.Length;
            if (reason == RejectReason.None)
            {
                Bad = "a rejection without reason";
            }
        }

        private void Require(string symbol, long nanos, params ReadOnlySpan<double> numbers)
        {
            if (symbol.Length == 0 || nanos < 0)
            {
                Bad = $"symbol '{symbol}' at {nanos}";
            }

            foreach (var number in numbers)
            {
                if (!double.IsFinite(number) || number < 0)
                {
                    Bad = $"number {number}";
                }
            }
        }
    }
}
