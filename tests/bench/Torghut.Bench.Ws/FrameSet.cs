using System.Globalization;
using System.Text;

namespace Torghut.Bench.Ws;

/// <summary>Frames as Alpaca sends them: arrays of trades and quotes, the same ones in every run. Some messages come twice.</summary>
internal sealed class FrameSet
{
    private const int Symbols = 100;
    private const double TradeShare = 0.3;
    private const double RepeatShare = 0.02;
    private const int RepeatReach = 200;
    private static readonly DateTimeOffset Start = new(2026, 4, 6, 14, 30, 0, TimeSpan.Zero);
    private static readonly string[] Venues = ["V", "Q", "N", "P", "Z", "K"];
    private static readonly string[] Conditions = ["[\"@\"]", "[\"@\",\"I\"]", "[\"@\",\"F\",\"I\"]", "[\"@\",\"T\",\"I\"]", "[\" \"]"];

    private readonly Random _random = new(20_260_406);
    private readonly List<string> _recent = [];
    private readonly double[] _prices;
    private long _sent;

    private FrameSet()
    {
        _prices = [.. Enumerable.Range(0, Symbols).Select(_ => 20 + (_random.NextDouble() * 400))];
        Frames = [];
    }

    public List<byte[]> Frames { get; }

    /// <summary>Messages in each frame.</summary>
    public List<int> Counts { get; } = [];

    public int Messages => Counts.Sum();

    /// <param name="messages">At least so many messages in all.</param>
    /// <param name="largest">Most messages in a frame; sizes are spread evenly from 1.</param>
    public static FrameSet Make(int messages, int largest)
    {
        var set = new FrameSet();
        var text = new StringBuilder();
        while (set._sent < messages)
        {
            var count = set._random.Next(1, largest + 1);
            text.Clear().Append('[');
            for (var i = 0; i < count; i++)
            {
                text.Append(i == 0 ? "" : ",").Append(set.Message());
            }

            set.Frames.Add(Encoding.UTF8.GetBytes(text.Append(']').ToString()));
            set.Counts.Add(count);
        }

        return set;
    }

    /// <summary>Writes the frames for another process: length (32 bits, little endian) and bytes of each.</summary>
    public void Save(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (var frame in Frames)
        {
            writer.Write(frame.Length);
            writer.Write(frame);
        }
    }

    private string Message()
    {
        _sent++;
        if (_recent.Count == RepeatReach && _random.NextDouble() < RepeatShare)
        {
            return _recent[_random.Next(RepeatReach)];
        }

        var symbol = _random.Next(Symbols);
        var price = _prices[symbol] = Math.Max(1, _prices[symbol] + (_random.Next(-3, 4) * 0.01));
        var message = _random.NextDouble() < TradeShare ? Trade(symbol, price) : Quote(symbol, price);
        if (_recent.Count == RepeatReach)
        {
            _recent.RemoveAt(0);
        }

        _recent.Add(message);
        return message;
    }

    private string Trade(int symbol, double price) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"T":"t","S":"{{Name(symbol)}}","i":{{52_983_525_000_000 + _sent}},"x":"{{Pick(Venues)}}","p":{{price:0.00}},"s":{{_random.Next(1, 500)}},"c":{{Pick(Conditions)}},"z":"C","t":"{{Time()}}"}""");

    private string Quote(int symbol, double price) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"T":"q","S":"{{Name(symbol)}}","bx":"{{Pick(Venues)}}","bp":{{price - 0.01:0.00}},"bs":{{_random.Next(1, 30)}},"ax":"{{Pick(Venues)}}","ap":{{price + 0.01:0.00}},"as":{{_random.Next(1, 30)}},"c":["R"],"z":"C","t":"{{Time()}}"}""");

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private static string Name(int symbol) => $"{(char)('A' + (symbol / 26))}{(char)('A' + (symbol % 26))}{"XYZ"[symbol % 3]}";

    /// <summary>A message every 20 µs or so, to the nanosecond.</summary>
    private string Time()
    {
        var time = Start.AddTicks(_sent * 200);
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fffffff}{_random.Next(100):00}Z");
    }
}
