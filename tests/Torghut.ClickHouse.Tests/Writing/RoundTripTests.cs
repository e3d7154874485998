using System.Buffers;
using FsCheck;
using FsCheck.Fluent;

namespace Torghut.ClickHouse.Tests.Writing;

/// <summary>Whatever is written comes back from a real table.</summary>
public sealed class RoundTripTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(25);

    private delegate void Write<T>(ClickHouseRowBinaryWriter writer, T value);

    [Test]
    public void Int8_AnyValue_ComesBack() => RoundTrip<sbyte>("Int8", (w, v) => w.WriteInt8(v));

    [Test]
    public void Int16_AnyValue_ComesBack() => RoundTrip<short>("Int16", (w, v) => w.WriteInt16(v));

    [Test]
    public void Int32_AnyValue_ComesBack() => RoundTrip<int>("Int32", (w, v) => w.WriteInt32(v));

    [Test]
    public void Int64_AnyValue_ComesBack() => RoundTrip<long>("Int64", (w, v) => w.WriteInt64(v));

    [Test]
    public void UInt8_AnyValue_ComesBack() => RoundTrip<byte>("UInt8", (w, v) => w.WriteUInt8(v));

    [Test]
    public void UInt16_AnyValue_ComesBack() => RoundTrip<ushort>("UInt16", (w, v) => w.WriteUInt16(v));

    [Test]
    public void UInt32_AnyValue_ComesBack() => RoundTrip<uint>("UInt32", (w, v) => w.WriteUInt32(v));

    [Test]
    public void UInt64_AnyValue_ComesBack() => RoundTrip<ulong>("UInt64", (w, v) => w.WriteUInt64(v));

    [Test]
    public void Float32_AnyValue_ComesBack() => RoundTrip<float>("Float32", (w, v) => w.WriteFloat32(v));

    [Test]
    public void Float64_AnyValue_ComesBack() => RoundTrip<double>("Float64", (w, v) => w.WriteFloat64(v));

    [Test]
    public void NullableFloat64_AnyValue_ComesBack() => RoundTrip<double?>("Nullable(Float64)", (w, v) => w.WriteNullableFloat64(v));

    [Test]
    public void Bool_AnyValue_ComesBack() => RoundTrip<bool>("Bool", (w, v) => w.WriteBool(v));

    [Test]
    public void Guid_AnyValue_ComesBack() => RoundTrip<Guid>("UUID", (w, v) => w.WriteGuid(v));

    [Test]
    public void String_AnyValue_ComesBack() => RoundTrip("String", (w, v) => w.WriteString(v), Text);

    [Test]
    public void LowCardinality_AnyValue_ComesBack() => RoundTrip("LowCardinality(String)", (w, v) => w.WriteString(v), Text);

    [Test]
    public void Date_AnyValue_ComesBack() => RoundTrip("Date", (w, v) => w.WriteDate(v), Days(0, 65535));

    [Test]
    public void Date32_AnyValue_ComesBack() => RoundTrip("Date32", (w, v) => w.WriteDate32(v), Days(-25567, 120529));

    [Test]
    public void DateTime_AnyValue_ComesBack() =>
        RoundTrip("DateTime", (w, v) => w.WriteDateTime(v), Gen.Choose(0, int.MaxValue).Select(s => DateTimeOffset.FromUnixTimeSeconds(2L * s)));

    [Test]
    public void DateTime64_Milliseconds_ComeBack() =>
        RoundTrip("DateTime64(3, 'UTC')", (w, v) => w.WriteDateTime64((v - DateTimeOffset.UnixEpoch).Ticks * 100, 3), Instants.Select(ms => DateTimeOffset.FromUnixTimeMilliseconds(ms)));

    [Test]
    public void Decimal_EveryWidth_ComesBack()
    {
        RoundTrip("Decimal(9, 4)", (w, v) => w.WriteDecimal(v, 9, 4), Decimals(99_999, 4));
        RoundTrip("Decimal(18, 8)", (w, v) => w.WriteDecimal(v, 18, 8), Decimals(int.MaxValue, 8));
        RoundTrip("Decimal(20, 8)", (w, v) => w.WriteDecimal(v, 20, 8), Decimals(int.MaxValue, 8));
    }

    [Test]
    public void FixedString_ShorterValue_IsFilledWithZeros() =>
        RoundTrip("FixedString(4)", (w, v) => w.WriteFixedString(System.Text.Encoding.ASCII.GetBytes(v.TrimEnd('\0')), 4), Gen.Elements("ABCD", "AB\0\0", "\0\0\0\0"));

    [Test]
    public void Enum_AnyMember_ComesBackByName() =>
        RoundTrip("Enum8('ws' = -3, 'rest' = 1)", (w, v) => w.WriteInt8(v == "ws" ? (sbyte)-3 : (sbyte)1), Gen.Elements("ws", "rest"));

    [Test]
    public void Array_AnyLength_ComesBack() => RoundTrip("Array(Int64)", WriteArray, ArbMap.Default.GeneratorFor<long[]>());

    private static Gen<string> Text => ArbMap.Default.GeneratorFor<string?>().Select(s => Valid(s ?? ""));

    private static Gen<long> Instants => Gen.Choose(-2_000_000_000, 2_000_000_000).Select(s => s * 1000L + Math.Abs(s % 1000));

    private static void WriteArray(ClickHouseRowBinaryWriter writer, long[] values)
    {
        writer.WriteLength(values.Length);
        foreach (long value in values) writer.WriteInt64(value);
    }

    private static Gen<DateOnly> Days(int from, int to) => Gen.Choose(from, to).Select(d => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(d));

    private static Gen<decimal> Decimals(int largest, byte scale) =>
        from whole in Gen.Choose(-largest, largest)
        from fraction in Gen.Choose(0, 9999)
        select decimal.Round(whole + (fraction * new decimal(1, 0, 0, false, scale)), scale);

    // Lone surrogates are no text and have no UTF-8.
    private static string Valid(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static void RoundTrip<T>(string type, Write<T> write) => RoundTrip(type, write, ArbMap.Default.GeneratorFor<T>());

    private static void RoundTrip<T>(string type, Write<T> write, Gen<T> values)
    {
        string table = TestServer.NewTable();
        Execute($"CREATE TABLE {table} (n UInt32, v {type}) ENGINE = Memory");
        Check.One(Runs, Prop.ForAll(values.NonEmptyListOf().ToArbitrary(), written =>
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new ClickHouseRowBinaryWriter(output);
            for (int i = 0; i < written.Count; i++)
            {
                writer.WriteUInt32((uint)i);
                write(writer, written[i]);
            }
            Execute($"TRUNCATE TABLE {table}");
            TestServer.Client.InsertBinaryAsync(table, ["n", "v"], output.WrittenMemory).GetAwaiter().GetResult();
            Assert.That(ReadAll(table), Is.EqualTo(written.Select(v => (object?)v)));
        }));
        Execute($"DROP TABLE {table}");
    }

    private static List<object?> ReadAll(string table)
    {
        return Run().GetAwaiter().GetResult();

        async Task<List<object?>> Run()
        {
            var values = new List<object?>();
            await using ClickHouseDataReader reader = await TestServer.Client.ExecuteReaderAsync($"SELECT v FROM {table} ORDER BY n");
            while (await reader.ReadAsync()) values.Add(reader.GetValue(0));
            return values;
        }
    }

    private static void Execute(string sql) => TestServer.Client.ExecuteNonQueryAsync(sql).GetAwaiter().GetResult();
}
