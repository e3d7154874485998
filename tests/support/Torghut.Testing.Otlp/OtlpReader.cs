using System.Globalization;
using Google.Protobuf;

namespace Torghut.Testing.Otlp;

/// <summary>
/// Reads what the tests need of an <c>ExportTraceServiceRequest</c>; field numbers are those of opentelemetry-proto's trace.proto, resource.proto and
/// common.proto. Everything else is stepped over.
/// </summary>
internal static class OtlpReader
{
    private const int StatusCode = 3;

    public static IReadOnlyList<CollectedSpan> Read(byte[] request)
    {
        var spans = new List<CollectedSpan>();
        Fields(request, (field, input) =>
        {
            if (field == 1)
            {
                ReadResourceSpans(input.ReadBytes().ToByteArray(), spans);
                return true;
            }

            return false;
        });
        return spans;
    }

    private static void ReadResourceSpans(byte[] message, List<CollectedSpan> spans)
    {
        var resource = new Dictionary<string, string>(StringComparer.Ordinal);
        var scopes = new List<byte[]>();
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    Fields(input.ReadBytes().ToByteArray(), (inner, bytes) => inner == 1 && Add(resource, bytes.ReadBytes().ToByteArray()));
                    return true;
                case 2:
                    scopes.Add(input.ReadBytes().ToByteArray());
                    return true;
                default:
                    return false;
            }
        });
        foreach (var scope in scopes)
        {
            Fields(scope, (field, input) =>
            {
                if (field != 2)
                {
                    return false;
                }

                spans.Add(ReadSpan(input.ReadBytes().ToByteArray(), resource));
                return true;
            });
        }
    }

    private static CollectedSpan ReadSpan(byte[] message, Dictionary<string, string> resource)
    {
        var span = new CollectedSpan { Service = resource.GetValueOrDefault("service.name", ""), Resource = resource };
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 1: span.TraceId = Hex(input); break;
                case 2: span.SpanId = Hex(input); break;
                case 4: span.ParentId = Hex(input); break;
                case 5: span.Name = input.ReadString(); break;
                case 6: span.Kind = input.ReadEnum(); break;
                case 7: span.Start = input.ReadFixed64(); break;
                case 8: span.End = input.ReadFixed64(); break;
                case 9: return Add(span.Attributes, input.ReadBytes().ToByteArray());
                case 13: span.Links.Add(ReadLink(input.ReadBytes().ToByteArray())); break;
                case 15: span.Status = ReadStatus(input.ReadBytes().ToByteArray()); break;
                default: return false;
            }

            return true;
        });
        return span;
    }

    private static (string TraceId, string SpanId) ReadLink(byte[] message)
    {
        var (trace, span) = ("", "");
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 1: trace = Hex(input); break;
                case 2: span = Hex(input); break;
                default: return false;
            }

            return true;
        });
        return (trace, span);
    }

    private static int ReadStatus(byte[] message)
    {
        var code = 0;
        Fields(message, (field, input) =>
        {
            if (field != StatusCode)
            {
                return false;
            }

            code = input.ReadEnum();
            return true;
        });
        return code;
    }

    private static bool Add(Dictionary<string, string> attributes, byte[] pair)
    {
        var (key, value) = ("", "");
        Fields(pair, (field, input) =>
        {
            switch (field)
            {
                case 1: key = input.ReadString(); break;
                case 2: value = ReadValue(input.ReadBytes().ToByteArray()); break;
                default: return false;
            }

            return true;
        });
        attributes[key] = value;
        return true;
    }

    private static string ReadValue(byte[] message)
    {
        var text = "";
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 1: text = input.ReadString(); break;
                case 2: text = input.ReadBool() ? "true" : "false"; break;
                case 3: text = input.ReadInt64().ToString(CultureInfo.InvariantCulture); break;
                case 4: text = input.ReadDouble().ToString(CultureInfo.InvariantCulture); break;
                case 5: text = ReadArray(input.ReadBytes().ToByteArray()); break;
                default: return false;
            }

            return true;
        });
        return text;
    }

    private static string ReadArray(byte[] message)
    {
        var values = new List<string>();
        Fields(message, (field, input) =>
        {
            if (field != 1)
            {
                return false;
            }

            values.Add(ReadValue(input.ReadBytes().ToByteArray()));
            return true;
        });
        return string.Join(',', values);
    }

    private static string Hex(CodedInputStream input) => Convert.ToHexStringLower(input.ReadBytes().Span);

    private static void Fields(byte[] message, Func<int, CodedInputStream, bool> read)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (!read(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }
}
