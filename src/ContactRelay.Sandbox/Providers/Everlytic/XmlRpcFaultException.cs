namespace ContactRelay.Sandbox.Providers.Everlytic;

/// <summary>A call that XML-RPC answers with a fault.</summary>
internal sealed class XmlRpcFaultException(int code, string message) : Exception(message)
{
    // The codes that XML-RPC servers agree on, see "Specification for Fault Code Interoperability".
    public const int NotWellFormed = -32700;
    public const int NotXmlRpc = -32600;
    public const int NoSuchMethod = -32601;
    public const int WrongParameters = -32602;

    public int Code => code;
}
