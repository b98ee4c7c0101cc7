using System.IO.Compression;
using System.Text;

namespace ContactRelay.Tests.Delivery;

/// <summary>Answers by what is odd about them. They mean the same from every provider.</summary>
internal static class AnswerCases
{
    private const string BrokeOff = "The connection broke off before the answer was whole.";
    private const string BrokeOffWithin = "The connection broke off within the answer.";
    private const string NotHttp = "What the provider answered is not HTTP.";
    private const string Undocumented = ", but the answer is not the one that the provider documents.";
    private const string TooLong = ", but the answer is too long to be the provider's.";
    private const string Redirected = ": redirects are not followed; the tenant's baseUrl may have to change.";
    private const int TenMegabytes = 10 * 1024 * 1024;

    // It names all that was sent, as a page that echoes a request does.
    private static readonly string Html =
        $"<!DOCTYPE html><html><body>{ProviderCalls.FirstName} {ProviderCalls.ContactId} {ProviderCalls.Key}</body></html>";

    public static readonly IReadOnlyDictionary<string, AnswerCase> All = new Dictionary<string, AnswerCase>
    {
        ["nothing"] = NoAnswer(_ => "", BrokeOff),
        ["half a status line"] = NoAnswer(_ => "HTTP/1.1 20", BrokeOff),
        ["half of the headers"] = NoAnswer(_ => "HTTP/1.1 200 OK\r\nContent-Type: application/js", BrokeOff),
        ["no HTTP"] = NoAnswer(_ => "220 mail.example ESMTP\r\n\r\n", NotHttp),
        ["headers without end"] = NoAnswer(_ => $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 70_000)}\r\n\r\n", BrokeOff),
        ["less than announced"] = NoAnswer(call => Head(200, Success(call).Length + 1) + Success(call), BrokeOffWithin),
        ["a chunk without end"] = NoAnswer(call => $"{Chunked}{Success(call).Length:x}\r\n{Success(call)}\r\n", BrokeOffWithin),
        ["a chunk of the wrong size"] = NoAnswer(call => $"{Chunked}2\r\n{Success(call)}\r\n0\r\n\r\n", BrokeOffWithin),
        ["a chunk too large for a number"] = NoAnswer(call => $"{Chunked}ffffffffffffffffff\r\n{Success(call)}\r\n0\r\n\r\n", BrokeOffWithin),
        ["not the gzip that it says"] = NoAnswer(call => Whole(200, Success(call), "Content-Encoding: gzip"), BrokeOffWithin),

        ["HTML"] = Unreadable(_ => Whole(200, Html, "Content-Type: text/html"), Undocumented),
        ["half of the document"] = Unreadable(call => Whole(200, Success(call)[..(Success(call).Length / 2)]), Undocumented),
        ["more than announced"] = Unreadable(call => Head(200, Success(call).Length - 2) + Success(call), Undocumented),
        ["no body"] = Unreadable(_ => Whole(200, ""), Undocumented),
        ["204"] = Unreadable(_ => "HTTP/1.1 204 No Content\r\n\r\n", Undocumented, 204),
        ["202 with words"] = Unreadable(_ => Whole(202, "\"queued\""), Undocumented, 202),
        ["UTF-16"] = Bytes(_ => Whole(200, Encoding.Unicode.GetBytes("{\"success\":true}"), "Content-Type: application/json; charset=utf-16"), Undocumented),
        ["another encoding than it says"] = Bytes(_ => Whole(200, Encoding.Latin1.GetBytes("\"é\""), "Content-Type: application/json; charset=utf-8"), Undocumented),
        ["10 MB"] = Bytes(_ => Whole(200, new byte[TenMegabytes]), TooLong),
        ["10 MB in chunks"] = Bytes(_ => [.. Encoding.ASCII.GetBytes($"{Chunked}{TenMegabytes:x}\r\n"), .. new byte[TenMegabytes], .. "\r\n0\r\n\r\n"u8], TooLong),
        ["10 MB in gzip"] = Bytes(_ => Whole(200, Gzip(new byte[TenMegabytes]), "Content-Encoding: gzip"), TooLong),
        ["101"] = new(_ => "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"u8.ToArray(), "retryLater", 101, true, "HTTP 101"),

        ["301"] = Redirect(301),
        ["302 with a page"] = Redirect(302),
        ["307"] = Redirect(307),
        ["308"] = Redirect(308),

        ["100, then the answer"] = Delivered(call => "HTTP/1.1 100 Continue\r\n\r\n" + Whole(200, Success(call))),
        ["103, then the answer"] = Delivered(call => "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" + Whole(200, Success(call))),
        ["102 and 103, then the answer"] = Delivered(call => "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + Whole(200, Success(call))),
        ["its end is the connection's"] = Delivered(call => "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + Success(call)),
        ["HTTP/1.0"] = Delivered(call => "HTTP/1.0 200 OK\r\n\r\n" + Success(call)),
        ["both lengths"] = Delivered(call => $"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n{Success(call).Length:x}\r\n{Success(call)}\r\n0\r\n\r\n"),
        ["two answers"] = Delivered(call => Whole(200, Success(call)) + Whole(500, Html)),
        ["gzip"] = new(call => Whole(200, Gzip(Encoding.UTF8.GetBytes(Success(call))), "Content-Encoding: gzip"), "delivered", 200, false, null),
        ["a type that it is not"] = Delivered(call => Whole(200, Success(call), "Content-Type: text/html; charset=nonsense")),
        ["a byte order mark"] = Delivered(call => Whole(200, "\uFEFF" + Success(call))),
    };

    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static string Success(string call) => ProviderCalls.Success(call);

    private static AnswerCase NoAnswer(Func<string, string> text, string reason) =>
        new(call => Encoding.UTF8.GetBytes(text(call)), "noAnswer", null, true, reason);

    private static AnswerCase Unreadable(Func<string, string> text, string reason, int status = 200) =>
        new(call => Encoding.UTF8.GetBytes(text(call)), "retryLater", status, true, $"HTTP {status}{reason}");

    private static AnswerCase Bytes(Func<string, byte[]> bytes, string reason) => new(bytes, "retryLater", 200, true, $"HTTP 200{reason}");

    private static AnswerCase Delivered(Func<string, string> text) =>
        new(call => Encoding.UTF8.GetBytes(text(call)), "delivered", 200, false, null);

    private static AnswerCase Redirect(int status) => new(
        _ => Encoding.UTF8.GetBytes(Whole(status, Html, "Location: https://elsewhere.example/" + ProviderCalls.ContactId)),
        "retryLater",
        status,
        false,
        $"HTTP {status}{Redirected}");

    private static string Head(int status, int length, string header = "X-Nothing: 1") =>
        $"HTTP/1.1 {status} Words\r\n{header}\r\nContent-Length: {length}\r\n\r\n";

    private static string Whole(int status, string body, string header = "X-Nothing: 1") =>
        Head(status, Encoding.UTF8.GetByteCount(body), header) + body;

    private static byte[] Whole(int status, byte[] body, string header = "X-Nothing: 1") =>
        [.. Encoding.ASCII.GetBytes(Head(status, body.Length, header)), .. body];

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
