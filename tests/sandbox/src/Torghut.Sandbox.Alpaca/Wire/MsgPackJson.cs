using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Wire;

/// <summary>Control messages between MessagePack and JSON: objects, arrays, text, whole numbers, booleans and nil.</summary>
internal static class MsgPackJson
{
    private const int MaxDepth = 8;

    public static byte[] FromJson(JsonNode node)
    {
        // No MessagePack value is longer than its JSON text by more than the five bytes of its head.
        var text = JsonSerializer.SerializeToUtf8Bytes(node);
        var buffer = new byte[(text.Length * 5) + 16];
        var output = new MsgPackOut(buffer);
        Write(ref output, node);
        return buffer[..output.Length];
    }

    /// <summary>Reads one value that fills the bytes exactly.</summary>
    /// <exception cref="FormatException">The bytes are not such a value.</exception>
    public static JsonNode? ToJson(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        JsonNode? node;
        try
        {
            node = Read(bytes, ref position, 0);
        }
        catch (ArgumentException cut)
        {
            throw new FormatException("The MessagePack value is cut short.", cut);
        }
        catch (IndexOutOfRangeException cut)
        {
            throw new FormatException("The MessagePack value is cut short.", cut);
        }

        return position == bytes.Length ? node : throw new FormatException("More than one MessagePack value.");
    }

    private static void Write(ref MsgPackOut output, JsonNode? node)
    {
        switch (node)
        {
            case null:
                output.Nil();
                break;
            case JsonObject map:
                output.Map(map.Count);
                foreach (var (key, value) in map)
                {
                    output.Text(key);
                    Write(ref output, value);
                }

                break;
            case JsonArray array:
                output.Array(array.Count);
                foreach (var item in array)
                {
                    Write(ref output, item);
                }

                break;
            default:
                WriteScalar(ref output, node);
                break;
        }
    }

    private static void WriteScalar(ref MsgPackOut output, JsonNode node)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                output.Text(node.GetValue<string>());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                output.Boolean(node.GetValue<bool>());
                break;
            default:
                var number = double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
                if (number == Math.Floor(number) && Math.Abs(number) < 9e15)
                {
                    output.Integer((long)number);
                }
                else
                {
                    output.Double(number);
                }

                break;
        }
    }

    private static JsonNode? Read(ReadOnlySpan<byte> bytes, ref int position, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException("The MessagePack value is nested too deeply.");
        }

        var head = bytes[position++];
        switch (head)
        {
            case < 0x80: return JsonValue.Create((long)head);
            case < 0x90: return ReadMap(bytes, ref position, head & 0x0f, depth);
            case < 0xa0: return ReadArray(bytes, ref position, head & 0x0f, depth);
            case < 0xc0: return ReadText(bytes, ref position, head & 0x1f);
            case 0xc0: return null;
            case 0xc2: return JsonValue.Create(false);
            case 0xc3: return JsonValue.Create(true);
            case 0xcc: return JsonValue.Create((long)bytes[position++]);
            case 0xcd: return JsonValue.Create((long)ReadUInt16(bytes, ref position));
            case 0xd9: return ReadText(bytes, ref position, bytes[position++]);
            case 0xda: return ReadText(bytes, ref position, ReadUInt16(bytes, ref position));
            case 0xdc: return ReadArray(bytes, ref position, ReadUInt16(bytes, ref position), depth);
            case 0xde: return ReadMap(bytes, ref position, ReadUInt16(bytes, ref position), depth);
            default: throw new FormatException($"The MessagePack type 0x{head:x2} has no place in a control message.");
        }
    }

    private static JsonObject ReadMap(ReadOnlySpan<byte> bytes, ref int position, int pairs, int depth)
    {
        var map = new JsonObject();
        for (var i = 0; i < pairs; i++)
        {
            var key = Read(bytes, ref position, depth + 1);
            map[key is JsonValue value && value.TryGetValue<string>(out var name) ? name : throw new FormatException("A key is not text.")] =
                Read(bytes, ref position, depth + 1);
        }

        return map;
    }

    private static JsonArray ReadArray(ReadOnlySpan<byte> bytes, ref int position, int items, int depth)
    {
        var array = new JsonArray();
        for (var i = 0; i < items; i++)
        {
            array.Add(Read(bytes, ref position, depth + 1));
        }

        return array;
    }

    private static JsonValue ReadText(ReadOnlySpan<byte> bytes, ref int position, int length)
    {
        var text = Encoding.UTF8.GetString(bytes.Slice(position, length));
        position += length;
        return JsonValue.Create(text);
    }

    private static int ReadUInt16(ReadOnlySpan<byte> bytes, ref int position)
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
        position += 2;
        return value;
    }
}
