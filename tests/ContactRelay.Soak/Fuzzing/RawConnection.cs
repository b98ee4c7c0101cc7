using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Sends bytes on a connection of their own, and reads all that comes back.</summary>
internal static class RawConnection
{
    private const byte GoAway = 7;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Everything that was answered until the server closed, which is told soon that nothing more comes.
    /// Null where it closed in the middle of the sending, as it may do with what it does not want to read.
    /// </summary>
    public static async Task<byte[]?> ExchangeAsync(Uri server, byte[] sent, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        using var received = new MemoryStream();
        try
        {
            await socket.SendAsync(sent, cancellationToken);
            var buffer = new byte[8192];
            var receiving = socket.ReceiveAsync(buffer, cancellationToken).AsTask();

            // A request whose caller has gone is not answered; and one that is cut off is waited for.
            await Task.WhenAny(receiving, Task.Delay(AnswerTime, cancellationToken));
            socket.Shutdown(SocketShutdown.Send);
            for (var read = await receiving; read > 0; read = await socket.ReceiveAsync(buffer, cancellationToken))
            {
                received.Write(buffer, 0, read);
            }

            return received.ToArray();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The answers in the bytes, one after the other; null where they are not whole answers.</summary>
    public static List<FuzzAnswer>? Read(byte[] received)
    {
        // Whoever begins as in HTTP/2 is told in a frame of HTTP/2 that only HTTP/1.1 is spoken (RFC 9113, section 6.8).
        if (received is [_, _, _, GoAway, ..])
        {
            return [];
        }

        var answers = new List<FuzzAnswer>();
        var rest = received.AsMemory();
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return null;
            }

            var lines = Encoding.Latin1.GetString(rest.Span[..end]).Split("\r\n");
            rest = rest[(end + 4)..];
            if (lines[0].Split(' ') is not ["HTTP/1.1", var text, ..] || !int.TryParse(text, out var status))
            {
                return null;
            }

            if (status == 100)
            {
                continue;
            }

            var length = int.TryParse(Header(lines, "Content-Length"), out var given) ? given : 0;
            if (length > rest.Length)
            {
                return null;
            }

            answers.Add(new(status, Header(lines, "Content-Type")?.Split(';')[0], Header(lines, "Location"), rest[..length]));
            rest = rest[length..];
        }

        return answers;
    }

    private static string? Header(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
