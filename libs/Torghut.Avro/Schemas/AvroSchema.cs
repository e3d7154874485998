namespace Torghut.Avro;

/// <summary>
/// A parsed Avro schema (specification 1.11). Immutable and safe to share between threads. Two schemas are equal when they are
/// the same object; compare <see cref="CanonicalForm"/> to ask whether data of the two looks alike.
/// A logical type never changes the encoding, so it is not kept.
/// </summary>
public abstract class AvroSchema
{
    private readonly Lazy<string> _canonicalForm;
    private Emptiness _emptiness;

    private protected AvroSchema(AvroType type)
    {
        Type = type;
        _canonicalForm = new Lazy<string>(() => CanonicalFormWriter.Write(this));
    }

    public AvroType Type { get; }

    /// <summary>Parsing canonical form: the schema without what does not affect the encoding.</summary>
    public string CanonicalForm => _canonicalForm.Value;

    /// <summary>The text that the schema was parsed from; the canonical form for a part of a larger schema.</summary>
    public string Json => Source ?? CanonicalForm;

    internal string? Source { get; set; }

    /// <summary>Name of the type as it appears in messages: the full name of a named type, else the type's keyword.</summary>
    public virtual string TypeName => TypeNames.Keyword(Type);

    /// <summary>Whether a value may take no bytes at all, which makes the length of the data no bound on their number.</summary>
    internal bool CanBeEmpty
    {
        get
        {
            // Asked for each array of each datum. Two threads may both find out; they find the same.
            if (_emptiness == Emptiness.Unknown)
            {
                _emptiness = CanBeEmptyWithin([]) ? Emptiness.Possible : Emptiness.Impossible;
            }

            return _emptiness == Emptiness.Possible;
        }
    }

    /// <summary>Parses a schema's JSON text.</summary>
    /// <exception cref="AvroSchemaException">The text is not JSON or not a schema.</exception>
    public static AvroSchema Parse(string json) => SchemaParser.Parse(json);

    public override string ToString() => CanonicalForm;

    internal virtual bool CanBeEmptyWithin(HashSet<AvroSchema> visiting) => Type == AvroType.Null;

    private enum Emptiness : byte
    {
        Unknown,
        Possible,
        Impossible,
    }
}
