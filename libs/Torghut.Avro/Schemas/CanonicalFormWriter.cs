using System.Globalization;
using System.Text;

namespace Torghut.Avro;

/// <summary>Writes the specification's parsing canonical form.</summary>
internal sealed class CanonicalFormWriter
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);

    public static string Write(AvroSchema schema)
    {
        var writer = new CanonicalFormWriter();
        writer.Append(schema);
        return writer._text.ToString();
    }

    private void Append(AvroSchema schema)
    {
        switch (schema)
        {
            case NamedSchema named when !_defined.Add(named.FullName):
                Quote(named.FullName);
                break;
            case RecordSchema record:
                Open(record, "record").Append(",\"fields\":[");
                Join(record.Fields, field =>
                {
                    _text.Append("{\"name\":");
                    Quote(field.Name);
                    _text.Append(",\"type\":");
                    Append(field.Schema);
                    _text.Append('}');
                });
                _text.Append("]}");
                break;
            case EnumSchema symbols:
                Open(symbols, "enum").Append(",\"symbols\":[");
                Join(symbols.Symbols, Quote);
                _text.Append("]}");
                break;
            case FixedSchema bytes:
                Open(bytes, "fixed").Append(CultureInfo.InvariantCulture, $",\"size\":{bytes.Size}}}");
                break;
            case ArraySchema array:
                _text.Append("{\"type\":\"array\",\"items\":");
                Append(array.Items);
                _text.Append('}');
                break;
            case MapSchema map:
                _text.Append("{\"type\":\"map\",\"values\":");
                Append(map.Values);
                _text.Append('}');
                break;
            case UnionSchema union:
                _text.Append('[');
                Join(union.Branches, Append);
                _text.Append(']');
                break;
            default:
                Quote(schema.TypeName);
                break;
        }
    }

    private StringBuilder Open(NamedSchema named, string keyword)
    {
        _text.Append("{\"name\":");
        Quote(named.FullName);
        return _text.Append(",\"type\":\"").Append(keyword).Append('"');
    }

    private void Join<T>(IReadOnlyList<T> items, Action<T> append)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                _text.Append(',');
            }

            append(items[i]);
        }
    }

    // Names hold letters, digits, underscores and dots only, so nothing needs escaping.
    private void Quote(string name) => _text.Append('"').Append(name).Append('"');
}
