using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContactRelay.Tests.Security;

/// <summary>A connection to a server on this machine over which anything may be sent, whether it is HTTP or not.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<byte> _received = [];

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        return connection;
    }

    /// <summary>Sends the text, each of its characters as one byte.</summary>
    public async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
        }
    }

    /// <summary>The next answer: its status, and all of its text.</summary>
    public async Task<(int Status, string Text)> AnswerAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _received]);
            if (End(text) is { } end && end <= text.Length)
            {
                _received.RemoveRange(0, end);
                return (int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3), null), text[..end]);
            }

            if (await ReadAsync(cancellationToken) == 0)
            {
                throw new InvalidOperationException("The connection ended before an answer did: " + text);
            }
        }
    }

    /// <summary>Everything that still comes before the server ends the connection.</summary>
    public async Task<string> RestAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadAsync(cancellationToken) > 0)
            {
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It was ended while bytes of ours were unread, which is an end all the same.
        }

        return Encoding.Latin1.GetString([.. _received]);
    }

    public void Dispose() => _socket.Dispose();

    private static int? End(string text)
    {
        const string length = "\r\nContent-Length: ";
        var body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (body < 4)
        {
            return null;
        }

        var start = text.IndexOf(length, 0, body, StringComparison.OrdinalIgnoreCase) + length.Length;
        return start < length.Length ? body : body + int.Parse(text.AsSpan(start, text.IndexOf("\r\n", start, StringComparison.Ordinal) - start), null);
    }

    private async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        var read = await _socket.ReceiveAsync(buffer, cancellationToken);
        _received.AddRange(buffer.AsSpan(0, read));
        return read;
    }
}
