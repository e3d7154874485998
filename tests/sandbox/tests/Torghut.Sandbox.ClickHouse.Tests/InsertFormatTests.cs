namespace Torghut.Sandbox.ClickHouse.Tests;

public sealed class InsertFormatTests
{
    [SetUp]
    public async Task CreateAsync()
    {
        await TestServer.QueryAsync("DROP TABLE IF EXISTS torghut.formats");
        await TestServer.QueryAsync("CREATE TABLE torghut.formats (a UInt32, b String DEFAULT 'none') ENGINE = MergeTree ORDER BY a");
    }

    [TestCase("INSERT INTO formats VALUES (1, 'x'), (2, 'y')")]
    [TestCase("INSERT INTO formats (a, b) VALUES(1,'x'),(2,'y');")]
    [TestCase("insert into torghut.formats format CSV\n1,x\n2,y\n")]
    [TestCase("INSERT INTO formats FORMAT TSV\n1\tx\n2\ty\n")]
    [TestCase("INSERT INTO formats FORMAT JSONEachRow {\"a\":1,\"b\":\"x\"} {\"a\":2,\"b\":\"y\"}")]
    [TestCase("INSERT INTO formats SETTINGS max_threads = 1 FORMAT JSONCompactEachRow\r\n[1,\"x\"]\n[2,\"y\"]")]
    [TestCase("/* FORMAT in a comment */ INSERT INTO formats -- VALUES\n FORMAT CSVWithNames\nb,a\nx,1\ny,2\n")]
    [TestCase("INSERT INTO formats SELECT number + 1, if(number = 0, 'x', 'y') FROM numbers(2)")]
    [TestCase("INSERT INTO formats SELECT a, b FROM format(CSV, 'a UInt32, b String', '1,x\n2,y\n')")]
    public async Task Insert_InTheBody_IsStored(string statement)
    {
        await TestServer.QueryAsync(statement, "database=torghut");
        Assert.That(await TestServer.QueryAsync("SELECT a, b FROM torghut.formats ORDER BY a"), Is.EqualTo("1\tx\n2\ty"));
    }

    [Test]
    public async Task Insert_StatementInTheAddressDataInTheBody_IsStored()
    {
        using var data = new ByteArrayContent([10, 0, 0, 0, 1, (byte)'\n']);
        using HttpResponseMessage response =
            await TestServer.PostAsync(data, "query=" + Uri.EscapeDataString("INSERT INTO torghut.formats (a, b) FORMAT RowBinary"));
        Assert.That(response.IsSuccessStatusCode);
        Assert.That(await TestServer.QueryAsync("SELECT a, b = '\\n' FROM torghut.formats"), Is.EqualTo("10\t1"));
    }

    [Test]
    public async Task Insert_MissingColumn_TakesItsDefault()
    {
        await TestServer.QueryAsync("INSERT INTO torghut.formats FORMAT JSONEachRow\n{\"a\":1}");
        Assert.That(await TestServer.QueryAsync("SELECT b FROM torghut.formats"), Is.EqualTo("none"));
    }

    [Test]
    public async Task Insert_MoreThanFitsIntoMemoryAtOnce_IsPassedOn()
    {
        using var data = new StreamContent(new RowStream(2_000_000));
        using HttpResponseMessage response =
            await TestServer.PostAsync(data, "query=" + Uri.EscapeDataString("INSERT INTO torghut.formats (a) FORMAT RowBinary"));
        Assert.That(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.That(await TestServer.QueryAsync("SELECT count(), sum(a) FROM torghut.formats"), Is.EqualTo("2000000\t1999999000000"));
    }

    [TestCase("INSERT INTO torghut.formats FORMAT CSV\nnot a number,x\n", 27)]
    [TestCase("INSERT INTO torghut.formats FORMAT NoSuchFormat\nx", 73)]
    [TestCase("INSERT INTO torghut.nothing FORMAT CSV\n1,x\n", 60)]
    [TestCase("INSERT INTO torghut.formats (nope) FORMAT CSV\n1\n", 16)]
    public async Task Insert_ThatCannotWork_IsRefusedByNumberAndLeavesTheConnectionUsable(string statement, int code)
    {
        using HttpResponseMessage response = await TestServer.PostAsync(statement);
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo($"{code}"));
        for (int i = 0; i < 20; i++)
        {
            Assert.That(await TestServer.QueryAsync("SELECT count() FROM torghut.formats"), Is.EqualTo("0"));
        }
    }

    private sealed class RowStream(int rows) : Stream
    {
        private int _next;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int written = 0;
            for (; _next < rows && written + 4 <= count; written += 4)
            {
                BitConverter.TryWriteBytes(buffer.AsSpan(offset + written), _next++);
            }

            return written;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
