using ClickHouse.Driver.ADO.Readers;

namespace Torghut.ClickHouse.Exchange;

/// <summary>Reads the rows of an answer that is already here.</summary>
internal static class ResponseRows
{
    public static IReadOnlyList<T> Read<T>(
        ClickHouseDataReader reader, Func<ClickHouseDataReader, T> read, CallSubject subject, CancellationToken cancellationToken)
    {
        if (reader.FieldCount == 0)
        {
            throw new EndOfStreamException("The answer ended before its column names and types.");
        }

        var rows = new List<T>();
        while (Advance(reader, rows.Count + 1, subject))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                rows.Add(read(reader));
            }
            catch (InvalidCastException error)
            {
                throw NotReadable(error, rows.Count + 1, subject);
            }
        }

        return rows;
    }

    private static bool Advance(ClickHouseDataReader reader, long row, CallSubject subject)
    {
        try
        {
            return reader.Read();
        }
        catch (EndOfStreamException error)
        {
            throw new ClickHouseConnectionException($"The answer ended in the middle of row {row}.", subject.Query, error) { Row = row };
        }
        catch (Exception error)
        {
            // The driver has no error of its own for bytes that contradict the format: it fails wherever they lead it.
            throw NotReadable(error, row, subject);
        }
    }

    private static ClickHouseProtocolException NotReadable(Exception error, long row, CallSubject subject) =>
        new($"Row {row} of the answer cannot be read: {error.Message}", subject.Query, error) { Row = row };
}
