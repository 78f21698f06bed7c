using System.Text;

namespace Helmstuck.Tests.Unit.Terminal;

/// <summary>Text that breaks screens: wide, combining, joined, bidi, control characters, lone surrogates, long words.</summary>
internal static class Hostile
{
    public static readonly string[] Texts =
    [
        "",
        " ",
        "gitlab-webservice-default",
        "健康診断レポート",
        "健",
        "👩‍👩‍👧‍👦 family",
        "🇩🇪🇫🇷🇯",
        "❤️ and ❤",
        "1️⃣2️⃣",
        "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x",
        "\u0301leading",
        "\e[2J\e[31mred\a",
        "a\rb",
        "tab\tbed\t",
        "\u202egnp.exe\u202c",
        "\ud83d",
        "\udc00x",
        "z\u200bw\ufeffs",
        "क्षि नमस्ते",
        "한국어 \u1112\u1161\u11ab",
        "👍🏽👍🏿",
        "🏴\U000e0067\U000e0062\U000e007f",
        "line one\nline two\r\nline three",
        "\u001b]0;title\u0007",
        "\u009b31m",
        new string('x', 300),
        new string('健', 200),
        "👩" + new string('\u200d', 50) + "👩",
        "a\u200d\u200d\u200db",
        string.Concat(Enumerable.Repeat("👩‍", 60)),
        "\u115f\u3164\uffa0",
        "\uffff\ufffe",
        "☠️☠︎",
        new string(' ', 100),
        "word " + new string(' ', 60) + "word",
    ];

    /// <summary>Random text made of whole and broken pieces of those.</summary>
    public static string Random(Random random, int pieces)
    {
        var text = new StringBuilder();
        for (var i = random.Next(pieces + 1); i > 0; i--)
        {
            switch (random.Next(4))
            {
                case 0:
                    text.Append(Texts[random.Next(Texts.Length)]);
                    break;
                case 1:
                    var whole = Texts[random.Next(Texts.Length)];
                    var from = random.Next(whole.Length + 1);
                    text.Append(whole.AsSpan(from, random.Next(Math.Min(whole.Length - from, 12) + 1)));
                    break;
                case 2:
                    text.Append((char)random.Next(0x10000));
                    break;
                default:
                    text.Append((char)random.Next(' ', 0x7f)).Append(random.Next(3) == 0 ? " " : "");
                    break;
            }
        }
        return text.ToString();
    }
}
