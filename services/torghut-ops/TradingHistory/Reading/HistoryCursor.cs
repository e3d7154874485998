using System.Buffers.Binary;
using System.Text;
using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>
/// Where a page ended, for the one after it: the place of its last row and the account that was read. Pages go from new to old by keys that never change, so a
/// walk has every row that was committed before its first page, once; a row that is committed meanwhile is there once or, where the walk was past its place,
/// not at all.
/// </summary>
/// <param name="Account">The account that was read; null for a list of all of them.</param>
internal sealed record HistoryCursor(HistoryPosition Position, string? Account)
{
    private const int IdAt = sizeof(long);
    private const int AccountAt = IdAt + 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="list">Which list it is of.</param>
    /// <param name="question">Everything that the rows depend on.</param>
    public string Write(string list, params IEnumerable<string?> question)
    {
        var account = Strict.GetBytes(Account ?? "");
        var place = new byte[AccountAt + account.Length];
        BinaryPrimitives.WriteInt64BigEndian(place, Position.At.UtcTicks);
        Position.Id.TryWriteBytes(place.AsSpan(IdAt), bigEndian: true, out _);
        account.CopyTo(place, AccountAt);
        return PageCursor.Write(place, list, question);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null for the first page.</summary>
    /// <exception cref="BadQueryException">It is something else, or of another question.</exception>
    public static HistoryCursor? Read(string? text, string list, params IEnumerable<string?> question)
    {
        if (text is null)
        {
            return null;
        }

        var place = PageCursor.Read(text, list, question);
        if (place.Length < AccountAt || BinaryPrimitives.ReadInt64BigEndian(place) is var ticks
            && (ticks < Ticks(QueryReader.FirstDay) || ticks >= Ticks(QueryReader.EndOfDays)))
        {
            throw PageCursor.Bad();
        }

        try
        {
            var position = new HistoryPosition(
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(place), TimeSpan.Zero), new Guid(place.AsSpan(IdAt, AccountAt - IdAt), bigEndian: true));
            var account = Strict.GetString(place.AsSpan(AccountAt));
            return new HistoryCursor(position, account.Length == 0 ? null : AccountLabel.Check(account) ?? throw PageCursor.Bad());
        }
        catch (DecoderFallbackException)
        {
            throw PageCursor.Bad();
        }
    }

    private static long Ticks(DateOnly day) => day.ToDateTime(TimeOnly.MinValue).Ticks;
}
