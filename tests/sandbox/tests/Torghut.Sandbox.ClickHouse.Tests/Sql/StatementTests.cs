using System.Text;
using Torghut.Sandbox.ClickHouse.Sql;

namespace Torghut.Sandbox.ClickHouse.Tests.Sql;

public sealed class StatementTests
{
    [TestCase("INSERT INTO t FORMAT CSV\n1,2", "INSERT INTO t ", "CSV", "1,2")]
    [TestCase("INSERT INTO t FORMAT CSV \t\r\n1,2", "INSERT INTO t ", "CSV", "1,2")]
    [TestCase("INSERT INTO t FORMAT CSV\n\n1", "INSERT INTO t ", "CSV", "\n1")]
    [TestCase("INSERT INTO t (format) VALUES (1)", "INSERT INTO t (format) ", "Values", " (1)")]
    [TestCase("INSERT INTO format VALUES (1)", "INSERT INTO format ", "Values", " (1)")]
    [TestCase("INSERT INTO db.values FORMAT TSV\nx", "INSERT INTO db.values ", "TSV", "x")]
    [TestCase("INSERT INTO TABLE `FORMAT CSV` VALUES (')')", "INSERT INTO TABLE `FORMAT CSV` ", "Values", " (')')")]
    [TestCase("INSERT INTO FUNCTION file('x', 'CSV', 'a Int8') FORMAT TSV\n1", "INSERT INTO FUNCTION file('x', 'CSV', 'a Int8') ", "TSV", "1")]
    public void Analyse_InsertWithData_IsCutWhereTheDataBegins(string text, string head, string format, string data)
    {
        byte[] sql = Encoding.UTF8.GetBytes(text);
        Statement statement = Statement.Analyse(sql);
        Assert.Multiple(() =>
        {
            Assert.That(statement.HasData);
            Assert.That(statement.Format, Is.EqualTo(format));
            Assert.That(Encoding.UTF8.GetString(sql, 0, statement.HeadLength), Is.EqualTo(head));
            Assert.That(Encoding.UTF8.GetString(sql[statement.DataStart..]), Is.EqualTo(data));
        });
    }

    [TestCase("SELECT 1", null)]
    [TestCase("SELECT 'FORMAT CSV'", null)]
    [TestCase("SELECT 1 FORMAT JSON", "JSON")]
    [TestCase("SELECT 1 FORMAT JSON SETTINGS max_threads = 1", "JSON")]
    [TestCase("SELECT * FROM (SELECT 1 FORMAT CSV) -- FORMAT TSV", null)]
    [TestCase("INSERT INTO t SELECT 1 FORMAT CSV", "CSV")]
    [TestCase("WITH 1 AS x SELECT x format Null;", "Null")]
    [TestCase("SELECT 'it''s' FORMAT TSV", "TSV")]
    public void Analyse_OtherStatement_NamesItsFormat(string text, string? format)
    {
        Statement statement = Statement.Analyse(Encoding.UTF8.GetBytes(text));
        Assert.That((statement.HasData, statement.Format), Is.EqualTo((false, format)));
    }

    [TestCase("")]
    [TestCase(" -- only a comment\n/* and another */ ")]
    public void Analyse_NothingButSpace_IsEmpty(string text) => Assert.That(Statement.Analyse(Encoding.UTF8.GetBytes(text)).IsEmpty);

    [Test]
    public void Analyse_InsertCutAnywhere_NeverClaimsDataTooEarly()
    {
        const string text = "INSERT INTO t (a, b) SETTINGS x = 'FORMAT' FORMAT JSONEachRow\n{";
        byte[] sql = Encoding.UTF8.GetBytes(text);
        for (int length = 0; length < text.IndexOf('\n', StringComparison.Ordinal); length++)
        {
            Assert.That(Statement.Analyse(sql.AsSpan(0, length)).HasData, Is.False, text[..length]);
        }
    }
}
