using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ContactRelay.Tests.Delivery;

/// <summary>
/// A socket on the loopback address that answers each request with the next of its scripts, to the byte, and shows what
/// came. A connection stays open between requests unless its script ends it.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<byte[]> _requests = Channel.CreateUnbounded<byte[]>();
    private readonly Queue<Func<Socket, CancellationToken, Task>> _scripts;
    private readonly Task _running;

    public ScriptedServer(params Func<Socket, CancellationToken, Task>[] scripts)
    {
        _scripts = new(scripts);
        _listener.Start();
        _running = RunAsync();
    }

    public string Url => $"http://127.0.0.1:{Port}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The bytes of the next request, once it has come whole.</summary>
    public ValueTask<byte[]> RequestAsync(CancellationToken cancellationToken) => _requests.Reader.ReadAsync(cancellationToken);

    /// <summary>How many requests have come that nobody has asked for yet.</summary>
    public int UnreadRequests => _requests.Reader.Count;

    /// <summary>How many connections have been made.</summary>
    public int Connections { get; private set; }

    /// <summary>Sends these bytes and leaves the connection open.</summary>
    public static Func<Socket, CancellationToken, Task> Send(string answer) =>
        async (socket, cancellation) => await socket.SendAsync(Encoding.UTF8.GetBytes(answer), cancellation);

    /// <summary>Sends these bytes and ends the connection in good order.</summary>
    public static Func<Socket, CancellationToken, Task> SendAndClose(string answer) => async (socket, cancellation) =>
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(answer), cancellation);
        socket.Shutdown(SocketShutdown.Both);
    };

    /// <summary>Sends these bytes and resets the connection.</summary>
    public static Func<Socket, CancellationToken, Task> SendAndReset(string answer) => async (socket, cancellation) =>
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(answer), cancellation);
        socket.Close(0);
    };

    /// <summary>Answers nothing for as long as the server runs.</summary>
    public static Func<Socket, CancellationToken, Task> Silence() => (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    /// <summary>A whole answer.</summary>
    public static string Http(string statusLine, string body = "", params string[] headers) =>
        $"HTTP/1.1 {statusLine}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _running;
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                Connections++;
                await ServeAsync(socket);
            }
        }
        catch (Exception e) when (_stopping.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over, and the listener with it.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            while (await ReadRequestAsync(socket) is { } request)
            {
                await _requests.Writer.WriteAsync(request, _stopping.Token);
                if (_scripts.TryDequeue(out var script))
                {
                    await script(socket, _stopping.Token);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The script or the client has ended the connection.
        }
    }

    private async Task<byte[]?> ReadRequestAsync(Socket socket)
    {
        var request = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            var head = Encoding.Latin1.GetString([.. request]);
            var end = head.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && request.Count >= end + 4 + ContentLength(head))
            {
                return [.. request];
            }

            var read = await socket.ReceiveAsync(buffer, _stopping.Token);
            if (read == 0)
            {
                return null;
            }

            request.AddRange(buffer.AsSpan(0, read));
        }
    }

    private static int ContentLength(string head)
    {
        const string name = "\r\nContent-Length: ";
        var start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(head.AsSpan(start + name.Length, head.IndexOf("\r\n", start + 2, StringComparison.Ordinal) - start - name.Length), null);
    }
}
