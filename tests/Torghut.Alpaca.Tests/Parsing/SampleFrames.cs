namespace Torghut.Alpaca.Tests.Parsing;

/// <summary>Frames as Alpaca documents them.</summary>
internal static class SampleFrames
{
    public const string TradeAndQuote =
        """
        [{"T":"t","S":"AAPL","i":628,"x":"K","p":162.92,"s":3,"c":["@","I"],"t":"2026-04-06T15:54:26.838232225Z","z":"C"},
         {"T":"q","S":"AAPL","ax":"Q","ap":162.93,"as":200,"bx":"K","bp":162.91,"bs":100,"c":["R"],"t":"2026-04-06T15:54:26.9Z","z":"C"}]
        """;

    public const string Bar =
        """[{"T":"b","S":"FAKEPACA","o":132.65,"h":136,"l":132.12,"c":134.65,"v":205,"t":"2024-07-24T07:56:00Z","n":16,"vw":133.7}]""";

    public const string Status =
        """[{"T":"s","S":"AAPL","sc":"H","sm":"Trading Halt","rc":"T1","rm":"News Pending","t":"2026-04-06T15:54:26Z","z":"C"}]""";

    public const string Luld = """[{"T":"l","S":"AAPL","u":171.1,"d":154.8,"i":"B","t":"2026-04-06T15:54:26Z","z":"C"}]""";

    public const string Correction =
        """
        [{"T":"c","S":"EEM","x":"M","oi":101,"op":39.15,"os":400,"oc":[" ","7"],"ci":102,"cp":39.18,"cs":400,"cc":[" ","7"],"t":"2026-04-06T15:54:26Z","z":"B"}]
        """;

    public const string Cancel = """[{"T":"x","S":"AAPL","i":628,"x":"K","p":162.92,"s":3,"a":"C","t":"2026-04-06T15:54:26Z","z":"C"}]""";

    public const string Connected = """[{"T":"success","msg":"connected"}]""";

    public const string Error = """[{"T":"error","code":406,"msg":"connection limit exceeded"}]""";

    public const string Subscription =
        """
        [{"T":"subscription","trades":["AAPL"],"quotes":["AMD"],"bars":["*"],"updatedBars":[],"dailyBars":null,"corrections":["AAPL"],"novelty":["X"]}]
        """;

    public static IReadOnlyList<string> All { get; } =
        [TradeAndQuote, Bar, Status, Luld, Correction, Cancel, Connected, Error, Subscription];
}
