/** The connection to a server of Spark Connect: one call or one stream at a time, its faults as gRPC tells them. */
import { gunzipSync } from 'node:zlib';
import {
  type ChannelOptions,
  type Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  makeClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { DESCRIPTORS } from './descriptors.ts';
import { isLoopback } from './loopback.ts';
import type { Calls, ExecuteAnswer, Streams } from './messages.ts';

export interface ServerAddress {
  /** `host:port` */
  target: string;
  tls: boolean;
  /** Sent with every call, and shown nowhere. */
  token?: string | undefined;
}

/** A message of rows: Spark sends some MB at once, and nothing above 128 MiB, which is the limit of its own clients too. */
const MOST_MESSAGE_BYTES = 128 * 2 ** 20;
/** A server closes a connection that asks more often than every five minutes whether it is there. */
const KEEPALIVE_MS = 310_000;
const KEEPALIVE_ANSWER_MS = 20_000;

export interface Channel {
  sendsToken: boolean;
  /** @param deadlineMs after which the call fails; none where absent. @throws ServiceError of gRPC */
  call<K extends keyof Calls>(
    name: K,
    request: Calls[K]['request'],
    deadlineMs?: number,
  ): Promise<Calls[K]['answer']>;
  /** Answers are fetched as they are read: a slow reader slows the server. */
  stream<K extends keyof Streams>(name: K, request: Streams[K]): ClientReadableStream<ExecuteAnswer>;
  close(): void;
}

let service: ServiceDefinition | undefined;

/** The service as the descriptors give it: names of fields as in the protocol, numbers as numbers, enumerations as text. */
export function sparkService(): ServiceDefinition {
  service ??= loadService();
  return service;
}

function loadService(): ServiceDefinition {
  const packages = loadFileDescriptorSetFromBuffer(gunzipSync(Buffer.from(DESCRIPTORS, 'base64')), {
    longs: Number,
    enums: String,
    oneofs: true,
    defaults: false,
  });
  return packages['spark.connect.SparkConnectService'] as ServiceDefinition;
}

type Unary = (
  request: object,
  metadata: Metadata,
  options: { deadline?: Date },
  done: (error: Error | null, answer: object) => void,
) => unknown;
type Streaming = (request: object, metadata: Metadata) => ClientReadableStream<ExecuteAnswer>;
type SparkClient = Client & Record<keyof Calls, Unary> & Record<keyof Streams, Streaming>;

/** Connects with the first call. */
export function openChannel({ target, tls, token }: ServerAddress): Channel {
  const Service = makeClientConstructor(sparkService(), 'SparkConnectService');
  const options: ChannelOptions = {
    'grpc.max_receive_message_length': MOST_MESSAGE_BYTES,
    'grpc.max_send_message_length': MOST_MESSAGE_BYTES,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_ANSWER_MS,
    'grpc.enable_retries': 0, // what may be asked again is known here
    'grpc.service_config_disable_resolution': 1,
    'grpc.use_local_subchannel_pool': 1,
    ...(isLoopback(target) && { 'grpc.enable_http_proxy': 0 }),
  };
  const secured = tls ? credentials.createSsl() : credentials.createInsecure();
  const client = new Service(target, secured, options) as unknown as SparkClient;
  const metadata = () => {
    const sent = new Metadata();
    if (token !== undefined) sent.set('authorization', `Bearer ${token}`);
    return sent;
  };
  return {
    sendsToken: token !== undefined,
    call: (name, request, deadlineMs) =>
      new Promise((resolve, reject) => {
        const limit = deadlineMs === undefined ? {} : { deadline: new Date(Date.now() + deadlineMs) };
        client[name](request, metadata(), limit, (error, answer) => {
          if (error) reject(error);
          else resolve(answer);
        });
      }),
    stream: (name, request) => client[name](request, metadata()),
    close: () => client.close(),
  };
}
