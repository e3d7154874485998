namespace Torghut.Avro;

/// <summary>Plans the resolution of a pair of schemas and notes what cannot be resolved.</summary>
internal sealed class ResolutionBuilder
{
    private readonly Dictionary<(AvroSchema, AvroSchema), LateStep> _records = [];
    private readonly List<AvroIncompatibility> _problems = [];

    public IReadOnlyList<AvroIncompatibility> Problems => _problems;

    public ResolutionStep Build(AvroSchema writer, AvroSchema reader, string path)
    {
        if (ReferenceEquals(writer, reader) || writer.CanonicalForm == reader.CanonicalForm)
        {
            return new CopyStep(writer);
        }

        return (writer, reader) switch
        {
            (UnionSchema union, _) => new WriterUnionStep([.. union.Branches.Select(b => Build(b, reader, path))]),
            (_, UnionSchema union) => ToUnion(writer, union, path),
            (RecordSchema from, RecordSchema to) => Record(from, to, path),
            (EnumSchema from, EnumSchema to) => Enum(from, to, path),
            (FixedSchema from, FixedSchema to) => Fixed(from, to, path),
            (ArraySchema from, ArraySchema to) => new ArrayStep(from.Items, Build(from.Items, to.Items, path + "[]")),
            (MapSchema from, MapSchema to) => new MapStep(Build(from.Values, to.Values, path + "{}")),
            _ when PromotionStep.IsAllowed(writer.Type, reader.Type) => new PromotionStep(writer.Type, reader.Type),
            _ => Fail(AvroIncompatibilityKind.TypeMismatch, path, $"the writer's {writer.TypeName} cannot be read as {reader.TypeName}"),
        };
    }

    private ResolutionStep ToUnion(AvroSchema writer, UnionSchema reader, string path)
    {
        var branch = SchemaMatch.Branch(writer, reader);
        return branch >= 0
            ? new ReaderUnionStep(branch, Build(writer, reader.Branches[branch], path))
            : Fail(AvroIncompatibilityKind.MissingUnionBranch, path, $"the reader's {reader.TypeName} has no branch for the writer's {writer.TypeName}");
    }

    private ResolutionStep Record(RecordSchema writer, RecordSchema reader, string path)
    {
        if (_records.TryGetValue((writer, reader), out var known))
        {
            return known;
        }

        if (!SchemaMatch.Names(writer, reader))
        {
            return NameMismatch(writer, reader, path);
        }

        var late = new LateStep();
        _records.Add((writer, reader), late);
        var prefix = path.Length == 0 ? reader.Name : path;
        late.Target = new RecordStep(writer, [.. reader.Fields.Select(f => Field(writer, f, $"{prefix}.{f.Name}"))]);
        return late.Target;
    }

    private RecordStep.FieldStep Field(RecordSchema writer, AvroField field, string path)
    {
        var source = writer.Field(field.Name) ?? field.Aliases.Select(writer.Field).FirstOrDefault(f => f is not null);
        if (source is not null)
        {
            return new RecordStep.FieldStep(source.Position, Build(source.Schema, field.Schema, path), null);
        }

        if (field.HasDefault)
        {
            return new RecordStep.FieldStep(-1, null, field.EncodedDefault);
        }

        var fail = Fail(
            AvroIncompatibilityKind.ReaderFieldMissingDefaultValue, path,
            $"the writer's {writer.FullName} has no field '{field.Name}' and the reader has no default for it");
        return new RecordStep.FieldStep(-1, fail, null);
    }

    private ResolutionStep Enum(EnumSchema writer, EnumSchema reader, string path)
    {
        if (!SchemaMatch.Names(writer, reader))
        {
            return NameMismatch(writer, reader, path);
        }

        var fallback = reader.Default is null ? -1 : reader.IndexOf(reader.Default);
        var indexes = writer.Symbols.Select(s => reader.IndexOf(s) is >= 0 and var index ? index : fallback).ToArray();
        var missing = writer.Symbols.Where((_, i) => indexes[i] < 0).ToArray();
        if (missing.Length > 0)
        {
            _problems.Add(new AvroIncompatibility(
                AvroIncompatibilityKind.MissingEnumSymbols, path, $"the reader's {reader.FullName} has no {string.Join(", ", missing)} and no default"));
        }

        return new EnumStep(writer, indexes);
    }

    private ResolutionStep Fixed(FixedSchema writer, FixedSchema reader, string path)
    {
        if (!SchemaMatch.Names(writer, reader))
        {
            return NameMismatch(writer, reader, path);
        }

        return writer.Size == reader.Size
            ? new CopyStep(writer)
            : Fail(AvroIncompatibilityKind.FixedSizeMismatch, path, $"the writer's {writer.FullName} has {writer.Size} bytes, the reader's {reader.Size}");
    }

    private FailStep NameMismatch(NamedSchema writer, NamedSchema reader, string path) =>
        Fail(AvroIncompatibilityKind.NameMismatch, path, $"the writer's {writer.FullName} is neither {reader.FullName} nor one of its aliases");

    private FailStep Fail(AvroIncompatibilityKind kind, string path, string message)
    {
        _problems.Add(new AvroIncompatibility(kind, path, message));
        return new FailStep(message);
    }
}
