using System.Buffers.Text;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.Tests.TradingHistory;

public sealed class HistoryCursorTests
{
    private static readonly HistoryCursor Cursor = new(new HistoryPosition(new DateTimeOffset(2026, 8, 3, 13, 30, 0, TimeSpan.Zero).AddTicks(12_345_670),
        Guid.NewGuid()), "paper");

    private static readonly string?[] Question = ["paper", "1", "2", null, "AAPL"];

    [TestCase("paper")]
    [TestCase("Konto Ä")]
    [TestCase(null)]
    public void Read_WhatWasWritten_IsTheSame(string? account)
    {
        var cursor = Cursor with { Account = account };
        Assert.That(HistoryCursor.Read(cursor.Write("decisions", Question), "decisions", Question), Is.EqualTo(cursor));
    }

    [Test]
    public void Read_FirstPage_IsNone() => Assert.That(HistoryCursor.Read(null, "decisions", Question), Is.Null);

    [Test]
    public void Read_OfAnotherQuestion_IsRefused()
    {
        var text = Cursor.Write("decisions", Question);
        Assert.Multiple(() =>
        {
            Assert.That(() => HistoryCursor.Read(text, "executions", Question), Throws.TypeOf<BadQueryException>());
            Assert.That(() => HistoryCursor.Read(text, "decisions", "paper", "1", "2", "AAPL", null), Throws.TypeOf<BadQueryException>(), "parts do not slide");
            Assert.That(() => HistoryCursor.Read(text, "decisions", "paper", "12", "", null, "AAPL"), Throws.TypeOf<BadQueryException>(),
                "nor do their letters");
            Assert.That(() => HistoryCursor.Read(text, "decisions", "paper", "1", "2", "", "AAPL"), Throws.TypeOf<BadQueryException>(), "none is not empty");
        });
    }

    [Test]
    public void Read_AnyText_IsRefusedAndNothingElse() => Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().ToArbitrary(), bytes =>
    {
        foreach (var text in new[] { Base64Url.EncodeToString(bytes), Convert.ToHexString(bytes), Encoding.Latin1.GetString(bytes) })
        {
            Assert.That(() => HistoryCursor.Read(text, "decisions", Question), Throws.TypeOf<BadQueryException>());
        }
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Read_OneBitIsAnother_IsRefusedOrAnotherPlaceOfTheSameQuestion()
    {
        var bytes = Base64Url.DecodeFromChars(Cursor.Write("decisions", Question));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.That(HistoryCursor.Read(Base64Url.EncodeToString(changed), "decisions", Question), Is.Not.EqualTo(Cursor));
                Assert.That(bit / 8, Is.GreaterThan(12), "version and question are held");
            }
            catch (BadQueryException)
            {
                // That is as good.
            }
        }
    }
}
