using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Torghut.Bench.Ws;

/// <summary>The frames that every contender reads: trades and quotes of many symbols, alone and in batches, the same for every run.</summary>
internal sealed class Corpus
{
    private const int Frames = 20_000;
    private const int Symbols = 200;
    private const long FirstSecond = 1_775_490_866;

    private Corpus(byte[][] frames, int messages)
    {
        All = frames;
        Messages = messages;
    }

    public byte[][] All { get; }

    public int Messages { get; }

    public static Corpus Make(int seed)
    {
        var random = new Random(seed);
        var messages = 0;
        var frames = new byte[Frames][];
        for (var frame = 0; frame < Frames; frame++)
        {
            var count = frame % 10 == 0 ? 5 : 1;
            var parts = Enumerable.Range(0, count).Select(_ => Message(random, ++messages)).ToArray();
            frames[frame] = Encoding.UTF8.GetBytes($"[{string.Join(',', parts)}]");
        }

        return new Corpus(frames, messages);
    }

    public void Write(string path) => File.WriteAllLines(path, All.Select(Encoding.UTF8.GetString));

    public static string Digest(Action<IncrementalHash> feed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        feed(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Message(Random random, int number)
    {
        var symbol = string.Create(CultureInfo.InvariantCulture, $"SY{random.Next(Symbols):D3}");
        var price = (10_000 + random.Next(20_000)) / 100m;
        var size = 1 + random.Next(500);

        // Trailing zeros are cut, as Alpaca does.
        var fraction = random.Next(1_000_000_000).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        var time = $"{DateTimeOffset.FromUnixTimeSeconds(FirstSecond + (number / 100)):yyyy-MM-ddTHH:mm:ss}{(fraction.Length > 0 ? "." : "")}{fraction}Z";
        return random.Next(3) == 0
            ? string.Create(CultureInfo.InvariantCulture, $$"""{"T":"t","S":"{{symbol}}","i":{{number}},"x":"V","p":{{price}},"s":{{size}},"c":["@","I"],"t":"{{time}}","z":"C"}""")
            : string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"T":"q","S":"{{symbol}}","bx":"V","bp":{{price}},"bs":{{size}},"ax":"Q","ap":{{price + 0.01m}},"as":{{size + 7}},"c":["R"],"t":"{{time}}","z":"C"}""");
    }
}
