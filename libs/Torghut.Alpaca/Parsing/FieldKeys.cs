namespace Torghut.Alpaca.Parsing;

/// <summary>Field names as big-endian numbers.</summary>
internal static class FieldKeys
{
    public const int Type = 'T';
    public const int Symbol = 'S';
    public const int Timestamp = 't';
    public const int Tape = 'z';
    public const int Id = 'i';
    public const int Exchange = 'x';
    public const int Price = 'p';
    public const int Size = 's';
    public const int Conditions = 'c';
    public const int Action = 'a';
    public const int AskExchange = ('a' << 8) | 'x';
    public const int AskPrice = ('a' << 8) | 'p';
    public const int AskSize = ('a' << 8) | 's';
    public const int BidExchange = ('b' << 8) | 'x';
    public const int BidPrice = ('b' << 8) | 'p';
    public const int BidSize = ('b' << 8) | 's';
    public const int Open = 'o';
    public const int High = 'h';
    public const int Low = 'l';
    public const int Close = 'c';
    public const int Volume = 'v';
    public const int TradeCount = 'n';
    public const int Vwap = ('v' << 8) | 'w';
    public const int OriginalId = ('o' << 8) | 'i';
    public const int OriginalPrice = ('o' << 8) | 'p';
    public const int OriginalSize = ('o' << 8) | 's';
    public const int OriginalConditions = ('o' << 8) | 'c';
    public const int CorrectedId = ('c' << 8) | 'i';
    public const int CorrectedPrice = ('c' << 8) | 'p';
    public const int CorrectedSize = ('c' << 8) | 's';
    public const int CorrectedConditions = ('c' << 8) | 'c';
    public const int StatusCode = ('s' << 8) | 'c';
    public const int StatusText = ('s' << 8) | 'm';
    public const int ReasonCode = ('r' << 8) | 'c';
    public const int ReasonText = ('r' << 8) | 'm';
    public const int LimitUp = 'u';
    public const int LimitDown = 'd';
    public const int Indicator = 'i';
    public const int Text = ('m' << 16) | ('s' << 8) | 'g';
    public const int Code = ('c' << 24) | ('o' << 16) | ('d' << 8) | 'e';
}
