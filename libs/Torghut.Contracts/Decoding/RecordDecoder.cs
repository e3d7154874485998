using System.Buffers;
using Torghut.Avro;
using Torghut.Contracts.Codecs;

namespace Torghut.Contracts.Decoding;

/// <summary>
/// Decodes framed Kafka values into one record type, whatever version of its schema they were written with. Bytes that cannot be decoded
/// give a failure, never an exception. Not safe for use by two threads at once: give each consumer its own.
/// </summary>
public sealed class RecordDecoder<T>
    where T : struct
{
    /// <summary>How long an id that the registry does not know is not asked for again.</summary>
    public static readonly TimeSpan UnknownSchemaMemory = TimeSpan.FromSeconds(60);

    private const int MaxUnknownIds = 1024;
    private readonly AvroSchema _schema;
    private readonly RecordRead<T> _read;
    private readonly ISchemaSource _schemas;
    private readonly TimeProvider _time;
    private readonly AvroStringPool _strings;
    private readonly Dictionary<int, AvroResolver> _writers = [];
    private readonly Dictionary<int, (long Since, string Detail)> _unknown = [];
    private readonly ArrayBufferWriter<byte> _resolved = new();
    private (int Id, AvroResolver? Writer) _latest;

    /// <param name="codec">The record type.</param>
    /// <param name="schemas">Where writers' schemas come from.</param>
    /// <param name="time">Ages the memory of unknown ids.</param>
    /// <param name="strings">Strings that come again; null for a pool of its own.</param>
    public RecordDecoder(RecordCodec<T> codec, ISchemaSource schemas, TimeProvider time, AvroStringPool? strings = null)
        : this(codec.Schema, codec.Read, schemas, time, strings)
    {
    }

    /// <param name="schema">The contract's schema.</param>
    /// <param name="read">Makes of its datum what is wanted of it.</param>
    /// <param name="schemas">Where writers' schemas come from.</param>
    /// <param name="time">Ages the memory of unknown ids.</param>
    /// <param name="strings">Strings that come again; null for a pool of its own.</param>
    public RecordDecoder(AvroSchema schema, RecordRead<T> read, ISchemaSource schemas, TimeProvider time, AvroStringPool? strings = null)
    {
        (_schema, _read) = (schema, read);
        _schemas = schemas;
        _time = time;
        _strings = strings ?? new AvroStringPool();
    }

    /// <summary>
    /// Decodes with the schemas fetched so far; <see cref="DecodeFailure.SchemaNotLoaded"/> asks for <see cref="LoadSchemaAsync"/> and another try.
    /// Of a record that is decoded with the contract's own schema, only strings not seen lately are allocated.
    /// </summary>
    public DecodeResult<T> Decode(ReadOnlySpan<byte> framed)
    {
        if (!ConfluentWireFormat.TryRead(framed, out var id, out var datum))
        {
            return new DecodeResult<T>(DecodeFailure.NotFramed, default, 0, $"{framed.Length} bytes without the magic byte and a schema id");
        }

        if (Writer(id) is not { } writer)
        {
            return Missing(id);
        }

        try
        {
            return new DecodeResult<T>(DecodeFailure.None, Read(writer, datum), id, null);
        }
        catch (AvroException e)
        {
            var failure = e.Error == AvroError.Unresolvable ? DecodeFailure.Unresolvable : DecodeFailure.Malformed;
            return new DecodeResult<T>(failure, default, id, $"schema {id}: {e.Message}");
        }
    }

    /// <summary>The datum of a value whose writer has the contract's own schema; false for any other, and for what is no frame.</summary>
    public bool TryGetDatum(ReadOnlySpan<byte> framed, out ReadOnlySpan<byte> datum) =>
        ConfluentWireFormat.TryRead(framed, out var id, out datum) && Writer(id) is { IsIdentity: true };

    /// <summary>Decodes, fetching the writer's schema when it is not known yet.</summary>
    /// <exception cref="SchemaSourceException">The registry could not answer, which says nothing about the value: try again.</exception>
    public async ValueTask<DecodeResult<T>> DecodeAsync(ReadOnlyMemory<byte> framed, CancellationToken cancellationToken)
    {
        var result = Decode(framed.Span);
        if (result.Failure != DecodeFailure.SchemaNotLoaded)
        {
            return result;
        }

        await LoadSchemaAsync(result.SchemaId, cancellationToken);
        return Decode(framed.Span);
    }

    /// <summary>Fetches the schema of an id; an id that the registry does not know is remembered as such for a while.</summary>
    /// <exception cref="SchemaSourceException">The registry could not answer.</exception>
    public async Task LoadSchemaAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            _writers[id] = new AvroResolver(await _schemas.GetSchemaAsync(id, cancellationToken), _schema);
            _latest = default;
            _unknown.Remove(id);
        }
        catch (SchemaSourceException e) when (e.Error is SchemaSourceError.NotFound or SchemaSourceError.InvalidSchema)
        {
            if (_unknown.Count >= MaxUnknownIds)
            {
                _unknown.Clear();
            }

            _unknown[id] = (_time.GetTimestamp(), e.Message);
        }
    }

    private AvroResolver? Writer(int id)
    {
        // Records come in runs of one writer.
        if (_latest.Writer is null || _latest.Id != id)
        {
            _latest = (id, _writers.GetValueOrDefault(id));
        }

        return _latest.Writer;
    }

    private DecodeResult<T> Missing(int id) =>
        _unknown.TryGetValue(id, out var unknown) && _time.GetElapsedTime(unknown.Since) < UnknownSchemaMemory
            ? new DecodeResult<T>(DecodeFailure.UnknownSchema, default, id, unknown.Detail)
            : new DecodeResult<T>(DecodeFailure.SchemaNotLoaded, default, id, $"schema {id} has not been fetched");

    private T Read(AvroResolver writer, ReadOnlySpan<byte> datum)
    {
        if (!writer.IsIdentity)
        {
            _resolved.ResetWrittenCount();
            writer.Transcode(datum, _resolved);
            datum = _resolved.WrittenSpan;
        }

        var reader = new AvroReader(datum);
        var value = _read(ref reader, _strings);
        reader.RequireEnd();
        return value;
    }
}
