using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>
/// Where a page ended, for the one after it: the place of its last row, the account that was read, and a digest of the question, so that a cursor is of
/// use with that question only. Pages go from new to old by keys that never change, so a walk has every row that was committed before its first page, once;
/// a row that is committed meanwhile is there once or, where the walk was past its place, not at all. Nothing in it is secret.
/// </summary>
/// <param name="Account">The account that was read; null for a list of all of them.</param>
internal sealed record HistoryCursor(HistoryPosition Position, string? Account)
{
    private const byte Version = 1;
    private const int DigestBytes = 12;
    private const int TicksAt = 1 + DigestBytes;
    private const int IdAt = TicksAt + sizeof(long);
    private const int AccountAt = IdAt + 16;
    private const int MaxBytes = 512;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="list">Which list it is of.</param>
    /// <param name="question">Everything that the rows depend on.</param>
    public string Write(string list, params IEnumerable<string?> question)
    {
        var account = Strict.GetBytes(Account ?? "");
        var bytes = new byte[AccountAt + account.Length];
        bytes[0] = Version;
        Digest(list, question).CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(TicksAt), Position.At.UtcTicks);
        Position.Id.TryWriteBytes(bytes.AsSpan(IdAt), bigEndian: true, out _);
        account.CopyTo(bytes, AccountAt);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null for the first page.</summary>
    /// <exception cref="BadQueryException">It is something else, or of another question.</exception>
    public static HistoryCursor? Read(string? text, string list, params IEnumerable<string?> question)
    {
        if (text is null)
        {
            return null;
        }

        if (!Base64Url.IsValid(text, out var length) || length is < AccountAt or > MaxBytes)
        {
            throw Bad();
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(TicksAt));
        if (bytes[0] != Version || !bytes.AsSpan(1, DigestBytes).SequenceEqual(Digest(list, question)) || ticks < Ticks(QueryReader.FirstDay)
            || ticks >= Ticks(QueryReader.EndOfDays))
        {
            throw Bad();
        }

        try
        {
            var position = new HistoryPosition(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes.AsSpan(IdAt, AccountAt - IdAt), bigEndian: true));
            var account = Strict.GetString(bytes.AsSpan(AccountAt));
            return new HistoryCursor(position, account.Length == 0 ? null : AccountLabel.Check(account) ?? throw Bad());
        }
        catch (DecoderFallbackException)
        {
            throw Bad();
        }
    }

    private static long Ticks(DateOnly day) => day.ToDateTime(TimeOnly.MinValue).Ticks;

    /// <summary>Every part with its length before it, so that no two questions are written alike.</summary>
    private static byte[] Digest(string list, IEnumerable<string?> question)
    {
        var text = new StringBuilder();
        foreach (var part in question.Prepend(list))
        {
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}\n");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..DigestBytes];
    }

    private static BadQueryException Bad() => new("cursor", "what 'next' of the page before was, with the same parameters");
}
