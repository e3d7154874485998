using Microsoft.AspNetCore.Http;
using Torghut.Sandbox.ClickHouse.Engine;
using Torghut.Sandbox.ClickHouse.Sql;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>
/// The statement at the head of a request, the address's query before the body's, and the rest of the body, which is an insert's data.
/// Only the statement is held in memory.
/// </summary>
internal sealed class RequestBody(HttpRequest request, string query, int maxQueryBytes)
{
    private readonly Stream _body = Open(request);
    private readonly bool _isCompressed = request.Headers.ContentEncoding.ToString() is not ("" or "identity");
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    /// <summary>The text read; for an insert it may run on into the data.</summary>
    public ReadOnlyMemory<byte> Text => _buffer.AsMemory(0, _length);

    /// <summary>Reads until the statement is complete.</summary>
    /// <exception cref="EngineException">It is longer than allowed, or cannot be decompressed.</exception>
    public async Task<Statement> ReadStatementAsync(CancellationToken cancellationToken)
    {
        Append(query.Length == 0 ? [] : System.Text.Encoding.UTF8.GetBytes(query + "\n"));
        while (true)
        {
            Statement statement = Statement.Analyse(Text.Span);
            // Whether a line break after the format's name belongs to the statement shows only once it is there.
            if (statement.HasData && (statement.DataStart < _length || _buffer[_length - 1] == (byte)'\n'))
            {
                return statement;
            }

            if (_length > maxQueryBytes)
            {
                throw EngineException.Of(ErrorCodes.QueryIsTooLarge, $"Query is too large (longer than {maxQueryBytes} bytes)", "QUERY_IS_TOO_LARGE");
            }

            int before = _length;
            // Twice as much each time, so that looking again stays proportional to the text.
            int target = Math.Min(Math.Max(before * 2, 64 * 1024), maxQueryBytes + 1);
            while (_length < target && await FillAsync(cancellationToken)) { }

            if (_length == before)
            {
                return statement;
            }
        }
    }

    /// <summary>The next piece of data after what <see cref="Text"/> holds; 0 at the end. Blocks: inserts run on threads of their own.</summary>
    public int Read(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return _body.ReadAsync(buffer, cancellationToken).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception error) when (IsCorrupt(error, cancellationToken))
        {
            throw Corrupt(error);
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_length == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            int read = await _body.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            _length += read;
            return read > 0;
        }
        catch (Exception error) when (IsCorrupt(error, cancellationToken))
        {
            throw Corrupt(error);
        }
    }

    private void Append(byte[] bytes)
    {
        if (_buffer.Length < bytes.Length)
        {
            _buffer = new byte[bytes.Length];
        }

        bytes.CopyTo(_buffer, 0);
        _length = bytes.Length;
    }

    private static EngineException Corrupt(Exception error) =>
        EngineException.Of(ErrorCodes.IncorrectData, "Cannot decompress the request body: " + error.Message, "INCORRECT_DATA");

    // Every codec has exceptions of its own for bytes that are not what they should be. A client that goes away is told by the token.
    private bool IsCorrupt(Exception error, CancellationToken cancellationToken) => _isCompressed && !cancellationToken.IsCancellationRequested
        && error is not BadHttpRequestException;

    // The fields of a form have been read as parameters; nothing of its body is a statement or data.
    private static Stream Open(HttpRequest request) =>
        RequestForm.Is(request) ? Stream.Null : BodyCodec.Decompress(request.Headers.ContentEncoding.ToString(), request.Body);
}
