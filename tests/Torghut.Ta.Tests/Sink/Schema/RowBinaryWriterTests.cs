using System.Buffers;
using ClickHouse.Driver.ADO.Readers;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Ta.Sink.Schema;

namespace Torghut.Ta.Tests.Sink.Schema;

/// <summary>Whatever is written comes back from a real table.</summary>
public sealed class RowBinaryWriterTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(25);

    private delegate void Write<T>(RowBinaryWriter writer, T value);

    [Test]
    public void WriteUInt32_AnyValue_ComesBack() => RoundTrip("UInt32", (w, v) => w.WriteUInt32(v), r => r.GetUInt32(0), ArbMap.Default.GeneratorFor<uint>());

    [Test]
    public void WriteUInt64_AnyValue_ComesBack() => RoundTrip("UInt64", (w, v) => w.WriteUInt64(v), r => r.GetUInt64(0), ArbMap.Default.GeneratorFor<ulong>());

    [Test]
    public void WriteBool_AnyValue_ComesBack() => RoundTrip("UInt8", (w, v) => w.WriteBool(v), r => r.GetByte(0) == 1, ArbMap.Default.GeneratorFor<bool>());

    [Test]
    public void WriteFloat64_AnyValue_ComesBack() =>
    RoundTrip("Float64", (w, v) => w.WriteFloat64(v), r => r.GetDouble(0), ArbMap.Default.GeneratorFor<double>());

    [Test]
    public void WriteNullableFloat64_AnyValue_ComesBack() => RoundTrip(
        "Nullable(Float64)", (w, v) => w.WriteNullableFloat64(v), r => r.IsDBNull(0) ? null : r.GetDouble(0), ArbMap.Default.GeneratorFor<double?>());

    [TestCase("String")]
    [TestCase("LowCardinality(String)")]
    public void WriteString_AnyValue_ComesBack(string type) => RoundTrip(type, (w, v) => w.WriteString(v), r => r.GetString(0), Text);

    [Test]
    public void WriteDateTime64_Milliseconds_ComeBack() => RoundTrip(
        "DateTime64(3, 'UTC')",
        (w, v) => w.WriteDateTime64((v - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, 3),
        r => r.GetDateTimeOffset(0),
        Instants.Select(DateTimeOffset.FromUnixTimeMilliseconds));

    [Test]
    public void WriteDateTime64_BeforeTheEpoch_CutsTowardsThePast()
    {
        var output = new ArrayBufferWriter<byte>();
        new RowBinaryWriter(output).WriteDateTime64(-1, 3);
        Assert.That(BitConverter.ToInt64(output.WrittenSpan), Is.EqualTo(-1));
    }

    [Test]
    public void Write_ManyRows_AllocatesNothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        WriteRows(output, 10);
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        WriteRows(output, 1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static Gen<string> Text => ArbMap.Default.GeneratorFor<string?>().Select(s => Valid(s ?? ""));

    private static Gen<long> Instants => Gen.Choose(-2_000_000_000, 2_000_000_000).Select(s => (s * 1000L) + Math.Abs(s % 1000));

    // Lone surrogates are no text and have no UTF-8.
    private static string Valid(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static void WriteRows(ArrayBufferWriter<byte> output, int rows)
    {
        var writer = new RowBinaryWriter(output);
        for (int i = 0; i < rows; i++)
        {
            writer.WriteString("AAPL");
            writer.WriteDateTime64(1_704_164_645_678_901_234, 3);
            writer.WriteUInt64((ulong)i);
            writer.WriteNullableFloat64(i % 2 == 0 ? null : 1.5);
        }
    }

    private static void RoundTrip<T>(string type, Write<T> write, Func<ClickHouseDataReader, T> read, Gen<T> values)
    {
        string table = "default.t" + Guid.NewGuid().ToString("N");
        Execute($"CREATE TABLE {table} (n UInt32, v {type}) ENGINE = Memory");
        Check.One(Runs, Prop.ForAll(values.NonEmptyListOf().ToArbitrary(), written =>
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new RowBinaryWriter(output);
            for (int i = 0; i < written.Count; i++)
            {
                writer.WriteUInt32((uint)i);
                write(writer, written[i]);
            }

            Execute($"TRUNCATE TABLE {table}");
            SchemaServer.Client.InsertBinaryAsync(table, ["n", "v"], output.WrittenMemory).GetAwaiter().GetResult();
            Assert.That(SchemaServer.Client.QueryAsync($"SELECT v FROM {table} ORDER BY n", read).GetAwaiter().GetResult(), Is.EqualTo(written));
        }));
        Execute($"DROP TABLE {table}");
    }

    private static void Execute(string sql) => SchemaServer.Client.ExecuteNonQueryAsync(sql).GetAwaiter().GetResult();
}
